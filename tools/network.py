"""The recogniser's network: from the wheel of rapidocr to a leaner one, in torch for fitting, in small whole numbers.

What is changed in PP-OCRv6's small recogniser (Apache 2.0; Baidu): classes cut to ASCII, the three equal channels of
colour made one, batch norms and biases folded into the convolutions, every GELU a ReLU (which costs nothing in whole
numbers), three of thirteen inner layers left out that were missed least; the last pooling no longer halves the steps.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch.nn import functional

LEFT_OUT = ("conv2d_79.w_0", "conv2d_83.w_0", "conv2d_94.w_0")
"""Inner layers, by the weight of their first convolution."""

FIRST = "conv2d_68.w_0"
POOL = "p2o.pd_op.pool2d.1.0"
"""A node's output: what follows it stays in real numbers."""


# ---------------------------------------------------------------- the graph


def lean(source: Path) -> tuple[Any, str]:
    """The wheel's model made leaner, and the characters of its classes (the first means none)."""
    model = onnx.load(source)
    characters = _cut(model)
    graph = model.graph
    _without_identities(graph)
    _relu_for_gelu(graph)
    _fold(graph)
    _leave_out(graph)
    for node in graph.node:
        if node.op_type == "AveragePool":
            for attribute in node.attribute:
                if attribute.name in ("kernel_shape", "strides"):
                    attribute.ints[1] = 1
    for weight in graph.initializer:
        if weight.name == FIRST:
            weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight).sum(1, keepdims=True), weight.name))
    graph.input[0].type.tensor_type.shape.dim[1].dim_value = 1
    del graph.value_info[:]
    return model, characters


def _cut(model: Any) -> str:
    """Classes that are not ASCII go out of the last layer."""
    names = next(prop.value for prop in model.metadata_props if prop.key == "character").split("\n")
    every = ["\u2205", *names, " "]
    first: dict[str, int] = {}
    for number, character in enumerate(every):
        if len(character) == 1 and 32 <= ord(character) < 127:
            first.setdefault(character, number)
    keep = [0, *sorted(first.values())]

    def less(array: Any) -> Any:
        return np.ascontiguousarray(np.take(array, keep, axis=array.shape.index(len(every))))

    for weight in model.graph.initializer:
        array = numpy_helper.to_array(weight)
        if len(every) in array.shape:
            weight.CopyFrom(numpy_helper.from_array(less(array), weight.name))
    for node in model.graph.node:
        for attribute in node.attribute:
            if node.op_type == "Constant" and attribute.name == "value":
                array = numpy_helper.to_array(attribute.t)
                if len(every) in array.shape:
                    attribute.t.CopyFrom(numpy_helper.from_array(less(array)))
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[2].dim_value = len(keep)
    return "".join(every[number] for number in keep)


def _makers(graph: Any) -> dict[str, Any]:
    return {name: node for node in graph.node for name in node.output}


def _users(graph: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            found[name].append(node)
    return found


def _renamed(graph: Any, old: str, new: str) -> None:
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name == old:
                node.input[place] = new


def _swept(graph: Any) -> None:
    """Nodes and weights that nothing uses go out."""
    while True:
        used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
        dead = [node for node in graph.node if not used.intersection(node.output)]
        for node in dead:
            graph.node.remove(node)
        if not dead:
            break
    for weight in [weight for weight in graph.initializer if weight.name not in used]:
        graph.initializer.remove(weight)


def _without_identities(graph: Any) -> None:
    ends = {output.name for output in graph.output}
    for node in [node for node in graph.node if node.op_type == "Identity"]:
        given, made = node.input[0], node.output[0]
        graph.node.remove(node)
        if made in ends:
            maker = _makers(graph)[given]
            maker.output[list(maker.output).index(given)] = made
            given, made = made, given
        _renamed(graph, made, given)


def _relu_for_gelu(graph: Any) -> None:
    """X / sqrt 2, erf, + 1, times x and a half: the five nodes of a GELU become a ReLU of the same input and output."""
    for erf in [node for node in graph.node if node.op_type == "Erf"]:
        makers, users = _makers(graph), _users(graph)
        divided = makers[erf.input[0]]
        added = users[erf.output[0]][0]
        times = users[added.output[0]][0]
        last = users[times.output[0]][0]
        given, made = divided.input[0], last.output[0]
        relu = helper.make_node("Relu", [given], [made], name=f"relu of {made}")
        place = list(graph.node).index(last)
        last.output[0] = f"{made} before"
        graph.node.insert(place, relu)
        _swept(graph)


def _fold(graph: Any) -> None:
    """Constant reshapes computed; biases and batch norms that follow a convolution taken into it."""
    held = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    for node in [node for node in graph.node if node.op_type == "Constant"]:
        held[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        graph.node.remove(node)
    for node in list(graph.node):
        if node.op_type == "Reshape" and all(name in held for name in node.input):
            held[node.output[0]] = held[node.input[0]].reshape([int(size) for size in held[node.input[1]]])
            graph.node.remove(node)
    for conv in [node for node in graph.node if node.op_type == "Conv"]:
        weight = held[conv.input[1]]
        bias = held[conv.input[2]] if len(conv.input) > 2 else np.zeros(len(weight), np.float32)
        while len(after := _users(graph)[conv.output[0]]) == 1:
            node = after[0]
            others = [name for name in node.input if name != conv.output[0]]
            if node.op_type == "Add" and others[0] in held and held[others[0]].size == len(weight):
                bias = bias + held[others[0]].reshape(-1)
            elif node.op_type == "BatchNormalization":
                scale, shift, mean, variance = (held[name] for name in others)
                close = next((one.f for one in node.attribute if one.name == "epsilon"), 1e-5)
                factor = scale / np.sqrt(variance + close)
                weight, bias = weight * factor.reshape(-1, 1, 1, 1), (bias - mean) * factor + shift
            else:
                break
            conv.output[0] = node.output[0]
            graph.node.remove(node)
        name = conv.input[1]
        held[name], held[name.replace("w_0", "bias")] = weight.astype(np.float32), bias.astype(np.float32)
        del conv.input[1:]
        conv.input.extend([name, name.replace("w_0", "bias")])
    del graph.initializer[:]
    graph.initializer.extend(numpy_helper.from_array(np.ascontiguousarray(one), name) for name, one in held.items())
    _swept(graph)


def _leave_out(graph: Any) -> None:
    """The chosen inner layers: what was added to their input is no longer added."""
    for name in LEFT_OUT:
        makers, users = _makers(graph), _users(graph)
        first = users[name][0]
        second = users[users[first.output[0]][0].output[0]][0]
        added = users[second.output[0]][0]
        assert (makers[second.input[0]].op_type, added.op_type) == ("Relu", "Add")
        graph.node.remove(added)
        _renamed(graph, added.output[0], first.input[0])
    _swept(graph)


def in_real_numbers(source: Path) -> tuple[Any, str]:
    """A network in whole numbers turned back into real ones, and the characters of its classes.

    A step through whole numbers that cannot hold less than nought (its nought is 0) stood for a ReLU.
    """
    model = onnx.load(source)
    graph = model.graph
    characters = next(prop.value for prop in model.metadata_props if prop.key == "characters")
    held = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    for node in list(graph.node):
        if node.op_type == "DequantizeLinear" and node.input[0] in held:
            whole, scale, nought = (held[name] for name in node.input)
            axis = next((how.i for how in node.attribute if how.name == "axis"), 1)
            if scale.ndim and scale.size > 1:
                shape = [1] * whole.ndim
                shape[axis] = scale.size
                scale, nought = scale.reshape(shape), nought.reshape(shape)
            value = (whole.astype(np.float32) - nought.astype(np.float32)) * scale
            held[node.output[0]] = value.astype(np.float32)
            graph.initializer.append(numpy_helper.from_array(held[node.output[0]], node.output[0]))
            graph.node.remove(node)
    for node in list(graph.node):
        if node.op_type != "QuantizeLinear":
            continue
        after = [user for user in graph.node if node.output[0] in user.input]
        floor = int(held[node.input[2]].reshape(-1)[0]) == 0 and held[node.input[2]].dtype == np.uint8
        place = list(graph.node).index(node)
        outs = [user.output[0] for user in after]
        graph.node.remove(node)
        for user in after:
            graph.node.remove(user)
        for out in outs:
            if floor:
                graph.node.insert(
                    place, helper.make_node("Relu", [node.input[0]], [out], name=f"floor {len(graph.node)} of {out}")
                )
            else:
                graph.node.insert(
                    place, helper.make_node("Identity", [node.input[0]], [out], name=f"same {len(graph.node)} as {out}")
                )
    _without_identities(graph)
    _swept(graph)
    del graph.value_info[:]
    return model, characters


def without_second_floors(graph: Any) -> None:
    """ReLUs go out whose input cannot be less than nought: they would be a second step through whole numbers.

    What a former packing left as ReLUs stood beside those that were there; a convolution before two of them was
    rounded to 256 steps over its whole range, half of which the first ReLU cuts off.
    """
    floored: set[str] = set()
    for node in list(graph.node):
        if node.op_type == "Relu" and node.input[0] in floored:
            graph.node.remove(node)
            _renamed(graph, node.output[0], node.input[0])
        elif node.op_type in ("Relu", "HardSigmoid") or (
            node.op_type in ("MaxPool", "Concat") and floored.issuperset(node.input)
        ):
            floored.add(node.output[0])
    _swept(graph)


def inner_layers(graph: Any) -> list[tuple[str, str, str]]:
    """The inner layers: the names of a wide layer's output, and of the weights that lead into and out of it."""
    makers, users = _makers(graph), _users(graph)
    weights = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    layers = []
    for node in graph.node:
        before, after = makers.get(node.input[0]) if node.input else None, users[node.output[0]]
        if node.op_type != "Relu" or before is None or before.op_type != "Conv" or len(after) != 1:
            continue
        into, out = weights[before.input[1]], weights.get(after[0].input[1]) if after[0].op_type == "Conv" else None
        if out is None or not into.shape[2:] == out.shape[2:] == (1, 1) or into.shape[1] != len(out):
            continue
        if len(into) > 1.9 * into.shape[1]:
            layers.append((node.output[0], before.input[1], after[0].input[1]))
    return layers


def narrow(model: Any, strips: list[Any], share: float) -> None:
    """Inner layers made narrower: the channels that move the next layer most stay, as many as the share says.

    How much a channel moves the next layer is the root of its mean square on the strips, times its weights' length.
    """
    import onnxruntime

    graph = model.graph
    layers = inner_layers(graph)
    seen = onnx.ModelProto()
    seen.CopyFrom(model)
    seen.graph.output.extend(onnx.ValueInfoProto(name=made) for made, _, _ in layers)
    session = onnxruntime.InferenceSession(seen.SerializeToString(), providers=["CPUExecutionProvider"])
    squares = [0.0] * len(layers)
    for strip in strips:
        answers = session.run([made for made, _, _ in layers], {graph.input[0].name: strip})
        squares = [
            had + (now.astype(np.float64) ** 2).mean((0, 2, 3)) for had, now in zip(squares, answers, strict=True)
        ]
    weights = {weight.name: weight for weight in graph.initializer}
    for (_, into, out), square in zip(layers, squares, strict=True):
        leads = numpy_helper.to_array(weights[out])
        moves = np.sqrt(square) * np.linalg.norm(leads[:, :, 0, 0], axis=0)
        count = max(16, round(len(moves) * share / 16) * 16)
        stay = np.sort(np.argsort(-moves)[:count])
        bias = next(node.input[2] for node in graph.node if node.op_type == "Conv" and node.input[1] == into)
        for name, axis in ((into, 0), (bias, 0), (out, 1)):
            taken = np.take(numpy_helper.to_array(weights[name]), stay, axis)
            weights[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(taken), name))
    del graph.value_info[:]


def rounded_values(graph: Any) -> list[str]:
    """The names of what is rounded to whole numbers: all that the layers before the last pooling take or give.

    What a ReLU takes is left out: it is reckoned in one step with the ReLU.
    """
    users = _users(graph)
    fixed = {weight.name for weight in graph.initializer}
    last = next(number for number, node in enumerate(graph.node) if POOL in node.output)
    names: dict[str, None] = {}
    for node in list(graph.node)[:last]:
        if node.op_type in IN_STEPS:
            names.update(dict.fromkeys(name for name in [*node.input, *node.output] if name not in fixed))
    return [name for name in names if [user.op_type for user in users[name]] != ["Relu"]]


def widen(model: Any, characters: str, more: str) -> str:
    """Give the last layer classes for more characters, each beginning as its letter without the accent."""
    like = {"«": "<", "»": ">", "°": "*", "§": "S", "£": "L", "½": "/", "¼": "/"}
    more = "".join(letter for letter in more if letter not in characters)
    rows = [characters.index(like.get(letter) or unicodedata.normalize("NFD", letter)[0]) for letter in more]
    last = max(place for place, node in enumerate(model.graph.node) if node.op_type == "MatMul")
    inputs = {name for node in list(model.graph.node)[last:] for name in node.input}
    for weight in model.graph.initializer:
        array = numpy_helper.to_array(weight)
        if weight.name in inputs and len(characters) in array.shape:
            axis = array.ndim - 1
            new = np.take(array, rows, axis=axis)
            wide = np.concatenate([array, new - (3.0 if new.size == len(rows) else 0.0)], axis=axis)
            weight.CopyFrom(numpy_helper.from_array(wide.astype(array.dtype), weight.name))
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(characters) + len(more)
    return characters + more


# ---------------------------------------------------------------- in torch


class Network(torch.nn.Module):
    """The graph, run by torch so that its weights can be fitted; ``softness`` leads from GELU (1) to ReLU (0).

    With ``whole`` the layers reckon as they will in whole numbers: their weights and what they give are rounded to 256
    steps, the gradient passing as if they were not. ``ranges`` has, for what is rounded, the least and the greatest
    value, running means over the batches seen while ``watching``.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model, self.softness, self.whole, self.watching = model, 1.0, False, False
        self.rounded = frozenset(rounded_values(model.graph))
        self.ranges: dict[str, torch.Tensor] = {}
        self.scales: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}
        self.held, self.fixed = torch.nn.ParameterDict(), {}
        for weight in model.graph.initializer:
            array = torch.tensor(np.array(numpy_helper.to_array(weight)))
            if array.is_floating_point() and array.numel() > 1:
                self.held[_key(weight.name)] = torch.nn.Parameter(array)
            else:
                self.fixed[weight.name] = array
        self.ready: dict[Any, dict[str, torch.Tensor]] = {}
        last = next(number for number, node in enumerate(model.graph.node) if POOL in node.output)
        self.after_pool = {name for node in list(model.graph.node)[last:] for name in node.output}
        self.nodes = [
            (
                "Bent" if node.op_type == "Relu" and ".gelu." in node.output[0] else node.op_type,
                list(node.input),
                node.output[0],
                {one.name: helper.get_attribute_value(one) for one in node.attribute},
            )
            for node in model.graph.node
        ]

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Strips (batch, 1, 48, width) -> likelihoods (batch, width / 4, classes)."""
        if strips.device not in self.ready:
            self.ready[strips.device] = {
                name: value.to(strips.device) if value.is_floating_point() else value
                for name, value in self.fixed.items()
            }
        values = {self.model.graph.input[0].name: strips, **self.ready[strips.device]}
        start = self.model.graph.input[0].name
        values[start] = self._rounded(start, strips)
        for kind, given, made, how in self.nodes:
            taken = [values[name] if name in values else self.held[_key(name)] for name in given]
            if self.whole and kind == "Conv" and made not in self.after_pool:
                taken[1] = _weight_in_steps(taken[1])
            values[made] = self._rounded(made, getattr(self, f"_{kind.lower()}")(how, *taken))
        return values[self.model.graph.output[0].name]

    def _rounded(self, name: str, value: torch.Tensor) -> torch.Tensor:
        """A value that is rounded, as it is in whole numbers; others as they are."""
        if name not in self.rounded or not (self.whole or self.watching):
            return value
        if self.watching:
            with torch.no_grad():
                seen = torch.stack(torch.aminmax(value.detach().float()))
                seen = torch.stack([seen[0].clamp_max(0), seen[1].clamp_min(1e-3)])
                self.ranges[name] = torch.lerp(self.ranges[name], seen, 0.02) if name in self.ranges else seen
                low, high = self.ranges[name]
                scale = (high - low) / 255
                self.scales[name] = scale, (-low / scale).round().clamp(0, 255).to(torch.int32)
        if not self.whole:
            return value
        scale, nought = self.scales[name]
        return torch.fake_quantize_per_tensor_affine(value, scale, nought, 0, 255)

    def given_back(self) -> Any:
        """The graph with the weights as they are now."""
        for weight in self.model.graph.initializer:
            if _key(weight.name) in self.held:
                now = self.held[_key(weight.name)].detach().cpu().numpy().astype(np.float32)
                weight.CopyFrom(numpy_helper.from_array(now, weight.name))
        return self.model

    def _bent(self, how: Any, x: Any) -> Any:
        flat = functional.relu(x)
        return flat if self.softness <= 0 else self.softness * functional.gelu(x) + (1 - self.softness) * flat

    def _conv(self, how: Any, x: Any, weight: Any, bias: Any) -> Any:
        top, left, bottom, right = _margins(how, x)
        if (top, left) != (bottom, right):
            x, top, left = functional.pad(x, (left, right, top, bottom)), 0, 0
        return functional.conv2d(x, weight, bias, how.get("strides", 1), (top, left), groups=how.get("group", 1))

    def _maxpool(self, how: Any, x: Any) -> Any:
        top, left, bottom, right = _margins(how, x)
        x = functional.pad(x, (left, right, top, bottom), value=float("-inf"))
        return functional.max_pool2d(x, how["kernel_shape"], how["strides"])

    def _averagepool(self, how: Any, x: Any) -> Any:
        return functional.avg_pool2d(x, how["kernel_shape"], how["strides"])

    def _slice(self, how: Any, x: Any, first: Any, behind: Any, axes: Any, steps: Any = None) -> Any:
        for begin, end, axis in zip(first.tolist(), behind.tolist(), axes.tolist(), strict=True):
            x = x.narrow(axis, begin, min(end, x.shape[axis]) - begin)
        return x

    def _reshape(self, how: Any, x: Any, shape: Any) -> Any:
        return x.reshape([x.shape[place] if size == 0 else size for place, size in enumerate(shape.tolist())])

    def _squeeze(self, how: Any, x: Any, *axes: Any) -> Any:
        for axis in sorted((a % x.dim() for a in _axes(how, *axes)), reverse=True):
            x = x.squeeze(axis)
        return x

    def _unsqueeze(self, how: Any, x: Any, *axes: Any) -> Any:
        for axis in sorted(_axes(how, *axes)):
            x = x.unsqueeze(axis)
        return x

    def _reducemean(self, how: Any, x: Any, *axes: Any) -> Any:
        return x.mean(dim=tuple(_axes(how, *axes)), keepdim=bool(how.get("keepdims", 1)))

    def _layernormalization(self, how: Any, x: Any, scale: Any, shift: Any) -> Any:
        return functional.layer_norm(x, x.shape[how.get("axis", -1) % x.dim() :], scale, shift, how["epsilon"])

    _identity = staticmethod(lambda how, x: x)
    _flatten = staticmethod(lambda how, x: x.flatten(0, how.get("axis", 1) % x.dim() - 1))
    _add = staticmethod(lambda how, x, y: x + y)
    _sub = staticmethod(lambda how, x, y: x - y)
    _mul = staticmethod(lambda how, x, y: x * y)
    _div = staticmethod(lambda how, x, y: x / y)
    _pow = staticmethod(lambda how, x, y: x**y)
    _sqrt = staticmethod(lambda how, x: torch.sqrt(x))
    _relu = staticmethod(lambda how, x: functional.relu(x))
    _sigmoid = staticmethod(lambda how, x: torch.sigmoid(x))
    _hardsigmoid = staticmethod(lambda how, x: torch.clamp(x * how.get("alpha", 0.2) + how.get("beta", 0.5), 0, 1))
    _softmax = staticmethod(lambda how, x: torch.softmax(x, how.get("axis", -1)))
    _matmul = staticmethod(lambda how, x, y: x @ y)
    _transpose = staticmethod(lambda how, x: x.permute(*how["perm"]))
    _shape = staticmethod(lambda how, x: torch.tensor(x.shape))
    _concat = staticmethod(lambda how, *given: torch.cat(given, how["axis"]))


IN_STEPS = ("Conv", "Add", "Mul", "Concat", "MaxPool", "Relu")
"""What is done in whole numbers of eight bits, before the last pooling."""


def _weight_in_steps(weight: torch.Tensor) -> torch.Tensor:
    """A weight rounded to 255 steps by its channels, evenly around nought."""
    scale = weight.detach().abs().amax((1, 2, 3)).clamp_min(1e-8) / 127
    nought = torch.zeros(len(scale), dtype=torch.int32, device=weight.device)
    return torch.fake_quantize_per_channel_affine(weight, scale, nought, 0, -127, 127)


def _key(name: str) -> str:
    return name.replace(".", "|")


def _axes(how: Any, *given: Any) -> list[int]:
    return list(how["axes"]) if "axes" in how else [int(axis) for axis in given[0]]


def _margins(how: Any, x: Any) -> tuple[int, int, int, int]:
    """Top, left, bottom, right, as ONNX's SAME_UPPER or ``pads`` have them."""
    if how.get("auto_pad", b"NOTSET") != b"SAME_UPPER":
        return tuple(how.get("pads", (0, 0, 0, 0)))
    more = []
    for size, kernel, stride in zip(x.shape[2:], how["kernel_shape"], how.get("strides", (1, 1)), strict=True):
        more.append(max(0, (-(-size // stride) - 1) * stride + kernel - size))
    return more[0] // 2, more[1] // 2, more[0] - more[0] // 2, more[1] - more[1] // 2


# ---------------------------------------------------------------- in whole numbers


def _unmarked(name: str) -> str:
    """A name without what a former step through whole numbers put on it, for such names are given out again."""
    return name.replace("_DequantizeLinear_Output", "_real").replace("_QuantizeLinear", "_steps")


def _without_marks_of_steps(graph: Any) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            for place, name in enumerate(names):
                names[place] = _unmarked(name)
    for weight in graph.initializer:
        weight.name = _unmarked(weight.name)


def in_whole_numbers(
    model: Any,
    strips: list[Any],
    characters: str,
    out: Path,
    folder: Path,
    ranges: dict[str, tuple[float, float]] | None = None,
) -> None:
    """The fitted graph with its layers before the last pooling in eight bits.

    The ranges are those given (``Network.ranges``), else they are set by strips (1, 1, 48, width).
    """
    from onnx import version_converter
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    without_second_floors(model.graph)
    ranges = {_unmarked(name): ends for name, ends in (ranges or {}).items()}
    _without_marks_of_steps(model.graph)
    onnx.save(version_converter.convert_version(model, 17), folder / "newer.onnx")
    quant_pre_process(folder / "newer.onnx", folder / "ready.onnx", skip_symbolic_shape=True)
    graph = onnx.load(folder / "ready.onnx").graph
    last = next(number for number, node in enumerate(graph.node) if POOL in node.output)
    known = {name for node in graph.node for name in [*node.input, *node.output]}
    overrides = {
        name: [{"rmin": np.float32(low), "rmax": np.float32(high)}]
        for name, (low, high) in ranges.items()
        if name in known
    }

    class Samples:
        def __init__(self) -> None:
            self.given = iter([{graph.input[0].name: strip} for strip in strips])

        def get_next(self) -> Any:
            return next(self.given, None)

    quantize_static(
        folder / "ready.onnx",
        out,
        Samples(),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=list(IN_STEPS),
        nodes_to_exclude=[node.name for node in graph.node[last:]],
        extra_options={"TensorQuantOverrides": overrides},
    )
    made = onnx.load(out)
    del made.metadata_props[:]
    for key, value in (("characters", characters), ("from", "PP-OCRv6 small recogniser, Apache 2.0")):
        made.metadata_props.add(key=key, value=value)
    onnx.save(made, out)
