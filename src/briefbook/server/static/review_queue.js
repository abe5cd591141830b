// @ts-check
/** The list of the review queue: Enter begins. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target !== document.body) return;
  const start = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.start"));
  if (start) location.assign(start.href);
});
