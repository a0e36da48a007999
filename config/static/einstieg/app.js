/* Comfort only: every page works without this file. No inline handlers, no eval, nothing stored in the browser.
 *
 * data-focus              takes the focus when the page or fragment arrives (error summary)
 * Ctrl+K                  to the search field; Alt+1 … Alt+9 to the sections (.es-section) of a long form
 * Alt+0                   to the numbered buttons of form[data-numbered]; there a digit presses button[data-number]
 * Escape                  closes the open menu
 * form[data-bulk]         input[data-one] and input[data-all] drive [data-bulk-bar] and [data-bulk-count] (number)
 * form[data-guard]        warns before unsaved input is lost
 * form[data-draft]        sends what is typed to that address, a second after the last key and one at a time; says in
 *                         [data-save-state] what became of it, in the words of its data-offline, -conflict, -failed, -gone
 * button[data-as-above]   takes over the row above it in its table; the grade counts down by one
 * button[data-close]      removes its .es-toast
 * button[data-print]      prints the page
 */
(() => {
  "use strict";
  const first = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const narrow = window.matchMedia("(max-width: 56rem)");
  const FIELD = "input:not([type=hidden]), select, textarea";

  const focusWanted = (root) => first("[data-focus]", root)?.focus();

  /* --- Keyboard --- */
  const toSearch = (event) => {
    const field = first("#quick");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  };
  const toSection = (event) => {
    const section = all(".es-section")[Number(event.code.slice(-1)) - 1];
    if (!section) return;
    event.preventDefault();
    section.scrollIntoView();
    (first(FIELD, section) || section).focus();
  };
  const toNumbered = (event) => {
    const button = first("form[data-numbered] button");
    if (!button) return;
    event.preventDefault();
    button.focus();
  };
  /* Only while one of them has the focus, so that speech input cannot set anything off (WCAG 2.1.4). */
  const pressNumbered = (event) => {
    const form = document.activeElement?.closest("form[data-numbered]");
    first(`button[data-number="${event.key}"]`, form || document.createElement("form"))?.click();
  };
  const closeMenus = () => {
    all("details.es-user[open]").forEach((menu) => {
      menu.open = false;
      first("summary", menu).focus();
    });
  };
  document.addEventListener("keydown", (event) => {
    const ctrlOnly = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const altOnly = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (ctrlOnly && event.key.toLowerCase() === "k") toSearch(event);
    if (altOnly && /^Digit[1-9]$/.test(event.code)) toSection(event);
    if (altOnly && event.code === "Digit0") toNumbered(event);
    if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) pressNumbered(event);
    if (event.key === "Escape") closeMenus();
  });

  /* --- Clicks --- */
  document.addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.closest(".es-toast")?.remove();
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-as-above]")) takeAbove(event.target.closest("[data-as-above]"));
    all("details.es-user[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* --- Rows chosen together --- */
  const refreshBulk = (form) => {
    const boxes = all("input[data-one]", form);
    const chosen = boxes.filter((box) => box.checked).length;
    const bar = first("[data-bulk-bar]", form);
    const everything = first("input[data-all]", form);
    if (bar) bar.hidden = chosen === 0;
    all("[data-bulk-count]", form).forEach((place) => { place.textContent = String(chosen); });
    if (!everything) return;
    everything.checked = chosen > 0 && chosen === boxes.length;
    everything.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("input[data-all]")) {
      all("input[data-one]", form).forEach((box) => { box.checked = event.target.checked; });
    }
    refreshBulk(form);
  });
  document.addEventListener("reset", (event) => {
    if (event.target.matches("form[data-bulk]")) setTimeout(() => refreshBulk(event.target));
  });

  /* --- Unsaved input --- */
  const guard = (form) => {
    let dirty = false;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  };

  /* --- A draft that keeps itself --- */
  const PAUSE = 1000; // after the last key; the aim is two seconds until it is stored
  const AGAIN = 3000; // after a failure
  const PATIENCE = 10000; // for an answer
  const keepDraft = (form) => {
    const state = first("[data-save-state]");
    let [timer, wait, isSending, isDirty, isOver] = [0, PAUSE, false, false, false];
    const say = (text, isFailure) => {
      state.textContent = text;
      state.classList.toggle("es-save--failed", isFailure);
      if (isFailure) state.setAttribute("role", "alert");
      else state.removeAttribute("role");
    };
    const later = () => {
      clearTimeout(timer);
      if (!isOver && !isSending) timer = setTimeout(send, wait);
    };
    const failed = (word) => {
      [isDirty, wait] = [true, AGAIN];
      if (word === "conflict") isOver = true; // the other window has the word now
      say(state.dataset[word], true);
    };
    const send = async () => {
      if (isSending || isOver) return;
      [isSending, isDirty, wait] = [true, false, PAUSE];
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST", body: new URLSearchParams(new FormData(form)), signal: AbortSignal.timeout(PATIENCE),
        });
        if (answer.redirected || answer.status === 403) failed("gone");
        else if (answer.status === 409) failed("conflict");
        else if (answer.ok) say(await answer.text(), false);
        else failed("failed");
      } catch {
        failed("offline");
      }
      isSending = false;
      if (isDirty) later();
    };
    const typed = () => {
      isDirty = true;
      later();
    };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", () => { [isDirty, isOver] = [false, true]; clearTimeout(timer); });
    window.addEventListener("online", () => { if (isDirty) send(); });
    window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
  };

  /* --- School years --- */
  const takeAbove = (button) => {
    const row = button.closest("tr");
    const above = all(FIELD, row.previousElementSibling);
    all(FIELD, row).forEach((field, place) => {
      const value = above[place].value;
      field.value = field.tagName === "INPUT" && value ? String(Math.max(Number(value) - 1, 0)) : value;
    });
    row.dispatchEvent(new Event("input", { bubbles: true }));
    first(FIELD, row).focus();
  };

  /* --- Start (the script is deferred: the page is there) --- */
  all("form[data-guard]").forEach(guard);
  const refreshAllBulk = () => all("form[data-bulk]").forEach(refreshBulk);
  refreshAllBulk();
  window.addEventListener("pageshow", refreshAllBulk); /* the browser ticks again what was ticked */
  all("form[data-draft]").forEach(keepDraft);
  all("[data-as-above]").forEach((button) => { button.hidden = false; });
  if (narrow.matches) all("details.es-filter").forEach((filter) => { filter.open = false; });
  focusWanted(document);
  document.addEventListener("htmx:afterSwap", (event) => focusWanted(event.detail.elt));
  document.addEventListener("htmx:afterSwap", refreshAllBulk); // at once: a bar without a row must not flash up
  document.addEventListener("htmx:afterSettle", refreshAllBulk);
})();
