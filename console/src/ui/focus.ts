/** Keeps keyboards where people are: what had the focus may be gone after a change. */

/** Move the focus to the page's content when what had it is gone; call it once what changed is on the screen. */
export function keepFocus(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === null || document.activeElement === document.body) {
        document.getElementById("main")?.focus({ preventScroll: true });
      }
    }),
  );
}
