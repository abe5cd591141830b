"""Draw from the two typefaces of a first screen the letters that nearly every page is written with.

The style sheet holds these subsets itself, so that a first paint waits for fewer bytes (docs/design.md, Type); a page
with another letter loads the whole face. The licence reserves the name Source, so that the subsets bear another. It
needs fontTools and brotli, which nothing else here does: ``pip install fonttools brotli``.
"""

from pathlib import Path

FONTS = Path(__file__).parent.parent / "src" / "briefbook" / "site" / "static" / "fonts"
LETTERS = (
    "".join(map(chr, range(0x20, 0x7F))) + "\u00a0«»“”‘’–—…·•§°©×¿¡" + "ÀÂÇÈÉÊËÎÏÔÙÛÄÖÜÑÁÍÓÚŒàâçèéêëîïôùûäöüñáíóúœßãõ"
)
"""English, French, Spanish and German prose, with its marks."""
FACES = {"400": ("kern", "liga", "pnum", "tnum"), "600": ("kern", "liga")}
"""The faces by weight, and the features that are kept; figures of headings are as the face has them."""


def main() -> None:
    """Write the subsets beside the whole faces and say how large each is."""
    from fontTools import subset

    for weight, features in FACES.items():
        options = subset.Options()
        options.flavor, options.layout_features, options.hinting = "woff2", list(features), False
        options.recalc_timestamp = False
        font = subset.load_font(str(FONTS / f"source-serif-4-latin-{weight}-normal.woff2"), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=LETTERS)
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = (
                    str(record).replace("Source Serif 4", "Briefing Serif").replace("SourceSerif4", "BriefingSerif")
                )
        out = FONTS / f"briefing-serif-{weight}.woff2"
        subset.save_font(font, str(out), options)
        print(f"{out.name}: {out.stat().st_size:,} bytes, {len(font.getBestCmap())} letters")
    print("unicode-range:", ranges(set(map(ord, LETTERS))))


def ranges(letters: set[int]) -> str:
    """Code points as a style sheet lists them.

    >>> ranges({32, 33, 34, 160})
    'U+20-22, U+A0'
    """
    runs: list[list[int]] = []
    for one in sorted(letters):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ", ".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in runs)


if __name__ == "__main__":
    main()
