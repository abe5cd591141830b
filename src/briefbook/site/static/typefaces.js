/* Begins the two typefaces that are in the style before anything is laid out, so that no line is broken anew for them.
   It alone is not deferred: it waits for the style, as the first paint does. */
"use strict";
for (const weight of [400, 600]) document.fonts.load(weight + " 1em 'Source Serif 4'").catch(() => {});
