/* While a question is typed: the commonest words of the papers and chapters that its last word begins. */
"use strict";
(function () {
  const field = document.getElementById("q");
  const list = document.getElementById("completions");
  const search = window.briefbookSearch;
  if (!field || !list || !search || (field.form.dataset.shipped && field.form.dataset.shipped !== "yes")) return;
  field.addEventListener("input", async () => {
    const text = field.value;
    const offered = await search.completions(text, 6).catch(() => []);
    if (text === field.value) list.replaceChildren(...offered.map((words) => Object.assign(document.createElement("option"), { value: words })));
  });
})();
