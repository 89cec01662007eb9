// Makes the pages quicker to use; every page works without it. All htmx event names are in this file.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, act, capture = false) => document.addEventListener(type, act, capture);
  const byId = id => id ? document.getElementById(id) : null;

  const sprite = find("use")?.getAttribute("href")?.split("#")[0] || "/icons.svg";
  const icon = name => {
    const holder = document.createElement("template");
    holder.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`;
    return holder.content.firstChild;
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  // Keeps the width of a button whose label changes; null gives it back. htmx copies attributes of what it swaps, and a
  // copied style, even an empty one, breaks the content security policy.
  const setWidth = (button, width) => {
    button.style.minInlineSize = width === null ? "" : `${width}px`;
    if (!button.getAttribute("style")) button.removeAttribute("style");
  };

  // ---- saying things ---------------------------------------------------------------------------------------------

  const dialog = byId("dialog");
  const content = byId("dialog-content");
  // Everything outside an open dialog is inert, live regions too: it needs its own.
  const dialogLive = dialog?.appendChild(make("div", { class: "sr", "aria-live": "polite" }));

  function announce(text) {
    if (!text) return;
    for (const live of [dialogLive, byId("live")]) if (live) live.textContent = "";
    setTimeout(() => {              // by then an answer that closes the dialog has closed it
      const live = dialog?.open ? dialogLive : byId("live");
      if (live) live.textContent = text;
    }, 100);
  }

  let toastTimer;
  function toast({ text, kind = "good", href, label, blank, stays }) {
    if (!text) return;
    find(".toast")?.remove();
    clearTimeout(toastTimer);
    const shapes = { good: "circle-check", note: "info", warn: "triangle-alert", bad: "circle-alert" };
    const close = make("button", { class: "icon-btn", type: "button", "aria-label": "Dismiss", "data-dismiss": "" }, icon("x"));
    const box = make("div", { class: `toast toast-${kind}`, role: kind === "bad" ? "alert" : "group", "aria-label": "Notice" }, icon(shapes[kind] ?? "info"), make("p", {}, text));
    if (href && label) box.append(make("a", { class: "btn btn-quiet btn-small", href, ...(blank && { target: "_blank" }) }, label));
    box.append(close);
    const start = () => { clearTimeout(toastTimer); if (!stays) toastTimer = setTimeout(() => !box.matches(":hover, :focus-within") && box.remove(), 6000); };
    for (const type of ["pointerleave", "focusout"]) box.addEventListener(type, start);
    for (const type of ["pointerenter", "focusin"]) box.addEventListener(type, () => clearTimeout(toastTimer));
    (dialog?.open ? dialog : byId("toasts") ?? document.body).append(box);
    start();
    if (kind !== "bad") announce(text);
  }

  // ---- focus -----------------------------------------------------------------------------------------------------

  const shown = element => element?.isConnected && element.checkVisibility?.() !== false;

  function focusIn(region, always) {
    const wanted = find("[aria-invalid=true]", region) ?? find("[autofocus]", region);
    if (wanted) return wanted.focus();
    const lost = !document.activeElement || document.activeElement === document.body;
    if (!always && !lost) return;
    const heading = find("h1, h2, h3, [role=heading]", region) ?? region.closest("section, .card, main")?.querySelector("h1, h2, h3") ?? find("h1");
    if (!heading) return;
    if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
    heading.focus({ preventScroll: !always });
  }

  // ---- dialog ----------------------------------------------------------------------------------------------------

  let opener = null, dirty = false, pressed = null;

  function remember(element) {
    const menu = element?.closest?.("[popover]");
    opener = menu ? find(`[popovertarget="${CSS.escape(menu.id)}"]`) : element;
  }

  function showDialog() {
    if (!content.firstElementChild) return dialog.open && dialog.close();
    if (!dialog.open) {
      findAll(":popover-open").forEach(popover => popover.hidePopover());
      dialog.showModal();
    }
    focusIn(content, true);
  }

  // A secret that was neither copied nor downloaded: closing asks first.
  const uncopied = () => content && find(".has-secret:not(.is-copied)", content);
  // Without a text: a download, or the decision to leave it.
  const keepSecret = (element, text) => {
    const box = element?.closest?.(".has-secret"), field = box?.dataset.secret && find(box.dataset.secret, box);
    if (box && (!field || text === undefined || text.includes(field.value))) box.classList.add("is-copied");
  };

  function askToLeave(leave) {
    const ask = find(".dialog-ask", uncopied());
    ask.hidden = false;
    find("[data-ask=stay]", ask).onclick = () => { ask.hidden = true; focusIn(content, true); };
    find("[data-ask=leave]", ask).onclick = () => { keepSecret(ask); leave(); };
    find("[data-ask=stay]", ask).focus();
  }

  if (dialog) {
    dialog.addEventListener("cancel", event => {
      if (event.target !== dialog || !uncopied()) return;
      event.preventDefault();
      askToLeave(() => dialog.close());
    });
    addEventListener("beforeunload", event => uncopied() && event.preventDefault());
    content.addEventListener("copy", event => keepSecret(event.target, event.target.value ?? getSelection().toString()));
    dialog.addEventListener("close", () => {
      const reload = find("[data-reload]", content);
      content.replaceChildren();
      dialogLive.textContent = "";
      const box = find(".toast", dialog);
      if (box) (byId("toasts") ?? document.body).append(box);
      dirty = false;
      const back = shown(opener) ? opener : byId(opener?.id);
      opener = null;
      if (reload) return location.reload();
      if (shown(back)) back.focus(); else focusIn(byId("main") ?? document.body, true);
    });
    dialog.addEventListener("input", () => dirty = true);
    dialog.addEventListener("pointerdown", event => pressed = event.target);
    dialog.addEventListener("click", event => {
      const stay = (dirty && find("form", content)) || find("[data-keep-open]", content);
      if (event.target === dialog && pressed === dialog && !stay) dialog.close();
    });
  }

  // ---- clicks ----------------------------------------------------------------------------------------------------

  on("click", event => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = event.target.closest("a[href]");
    if (link?.hasAttribute("download")) keepSecret(link);
    else if (link && !link.hash && content?.contains(link) && uncopied()) {
      event.preventDefault();
      return askToLeave(() => link.click());
    }
    const close = event.target.closest("[data-close]");
    if (close && dialog?.contains(close)) {
      event.preventDefault();
      dialog.close();
    }
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) {
      const box = dismiss.closest(".message, .toast, .banner");
      const inToast = box?.matches(".toast");
      box?.remove();
      if (!inToast) byId("main")?.focus({ preventScroll: true });
    }
    const shows = event.target.closest("[data-show]");
    if (shows) {
      const field = find(shows.dataset.show), open = field.type === "password";
      field.type = open ? "text" : "password";
      shows.setAttribute("aria-pressed", open);
      find("use", shows).setAttribute("href", `${sprite}#${open ? "eye-off" : "eye"}`);
    }
    const copier = event.target.closest("[data-copy], [data-copy-from]");
    if (copier) copy(copier);
    const item = event.target.closest(".menu-item");
    const menu = item?.closest("[popover]");
    if (menu?.matches(":popover-open")) menu.hidePopover();
  });

  on("dblclick", event => {
    const opens = event.target.closest?.("[data-opens]");
    if (opens) location.assign(opens.dataset.opens);
  });

  async function copy(button) {
    const source = button.dataset.copyFrom && find(button.dataset.copyFrom);
    const text = source ? source.value ?? source.textContent : button.dataset.copy;
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // Without https there is no clipboard object.
      const area = make("textarea", { class: "sr", readonly: "", "aria-hidden": "true" });
      area.value = text;
      button.after(area);
      area.select();
      try { done = document.execCommand("copy"); } catch { /* told below */ }
      area.remove();
      button.focus({ preventScroll: true });
    }
    if (!done) return toast({ text: "The browser did not allow copying. Select the text and copy it.", kind: "bad" });
    announce("Copied");
    keepSecret(button, text);
    if (button.classList.contains("is-done")) return;
    const label = find("span", button), use = find("use", button);
    const before = [label?.textContent, use?.getAttribute("href")];
    const width = button.offsetWidth;
    button.classList.add("is-done");
    if (label) { setWidth(button, width); label.textContent = "Copied"; }
    use?.setAttribute("href", `${sprite}#check`);
    setTimeout(() => {
      button.classList.remove("is-done");
      setWidth(button, null);
      if (label) label.textContent = before[0];
      if (use) use.setAttribute("href", before[1]);
    }, 2000);
  }

  // ---- menus and keys --------------------------------------------------------------------------------------------

  const items = menu => findAll(".menu-item", menu).filter(item => shown(item) && !item.disabled);

  const enter = menu => menu.contains(document.activeElement) || items(menu)[0]?.focus({ preventScroll: true });

  on("toggle", event => {
    if (event.newState === "open" && event.target.matches?.(".menu")) enter(event.target);
  }, true);

  on("keydown", event => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const menu = target.closest(".menu:popover-open");
    if (menu) {
      const all = items(menu), at = all.indexOf(target);
      const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
      if (to !== undefined && all.length) {
        event.preventDefault();
        all.at(to % all.length).focus();
      } else if (event.key === "Tab") menu.hidePopover();
      return;
    }
    if (event.key === "ArrowDown" && target.matches("button[popovertarget]")) {
      const opens = byId(target.getAttribute("popovertarget"));
      if (opens?.matches(".menu")) {
        event.preventDefault();
        if (!opens.matches(":popover-open")) target.click();
        enter(opens);
      }
    }
    const form = event.key === "s" && (event.ctrlKey || event.metaKey) && !event.altKey && find("[data-unsaved]");
    if (form) {
      event.preventDefault();
      form.requestSubmit(find(`.btn-primary[form="${form.id}"]`));
    }
    if (event.key === "Escape" && !dialog?.open && !event.isComposing) {
      const cancel = find("[data-cancel]", target.closest("form") ?? document.createElement("i"));
      if (cancel) { event.preventDefault(); cancel.click(); }
    }
  });

  // ---- tabs ------------------------------------------------------------------------------------------------------

  function tabs(box) {
    const list = find("nav", box);
    const links = findAll("a[href^='#']", list ?? box).filter(link => byId(link.hash.slice(1)));
    if (!list || !links.length || box.classList.contains("is-on")) return;
    box.classList.add("is-on");
    list.setAttribute("role", "tablist");
    const choose = (link, focus) => {
      for (const other of links) {
        const chosen = other === link;
        other.setAttribute("aria-selected", chosen);
        other.tabIndex = chosen ? 0 : -1;
        byId(other.hash.slice(1)).hidden = !chosen;
      }
      if (focus) { link.focus(); link.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    };
    links.forEach((link, index) => {
      const panel = byId(link.hash.slice(1));
      link.id ||= `${panel.id}-tab`;
      link.setAttribute("role", "tab");
      link.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", link.id);
      link.addEventListener("click", event => { event.preventDefault(); choose(link, true); });
      link.addEventListener("keydown", event => {
        const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
        if (event.key === " ") { event.preventDefault(); choose(link, true); }
        if (to === undefined) return;
        event.preventDefault();
        choose(links.at(to % links.length), true);
      });
    });
    choose(links.find(link => link.hash === location.hash) ?? links[0]);
  }

  // ---- times -----------------------------------------------------------------------------------------------------

  // The same words as the server's. Older than 14 days stays as the server wrote it.
  function words(then) {
    const seconds = (Date.now() - then) / 1000, past = seconds >= 0, size = Math.abs(seconds);
    const count = (number, unit) => `${number} ${unit}${number === 1 ? "" : "s"}`;
    const say = text => past ? `${text} ago` : `In ${text}`;
    if (size < 60) return past ? "Just now" : "In 1 minute";
    if (size < 3600) return say(count(Math.floor(size / 60), "minute"));
    if (size < 86400) return say(count(Math.floor(size / 3600), "hour"));
    const days = Math.floor(size / 86400);
    if (past && days === 1) return "Yesterday";
    if (past && days > 14) return new Date(then).toLocaleDateString("en-US", { day: "numeric", month: "short", year: "numeric" });
    return say(count(days, "day"));
  }

  function refreshTimes(root = document) {
    for (const time of findAll("time[data-relative]", root)) {
      const then = Date.parse(time.dateTime);
      if (Number.isNaN(then) || Date.now() - then > 15 * 86400e3) continue;
      const text = words(then);
      if (time.textContent !== text) time.textContent = text;
    }
  }
  setInterval(refreshTimes, 60000);

  // ---- fields and forms ------------------------------------------------------------------------------------------

  function shows(select) {
    const target = byId(select.dataset.shows);
    if (target) target.hidden = select.value !== select.dataset.showsWhen;
  }

  // Lines of a table that are ticked: how many, and all at once.
  function ticks(form, all) {
    const boxes = findAll("td.cell-check [type=checkbox]", form), head = find("[data-check-all]", form);
    if (all !== undefined) for (const box of boxes) box.checked = all;
    const ticked = boxes.filter(box => box.checked).length, words = find("[data-selected]", form);
    if (words) words.textContent = `${ticked} selected`;
    if (head) [head.checked, head.indeterminate] = [ticked > 0 && ticked === boxes.length, ticked > 0 && ticked < boxes.length];
  }
  on("reset", event => setTimeout(() => event.target.matches(".choose") && ticks(event.target)));

  const setTheme = theme => { if (/^(light|dark|system)$/.test(theme)) document.documentElement.dataset.theme = theme; };

  // Leaving a form with changes that are not saved asks first.
  let unsaved = find("[data-unsaved=changed]") !== null;
  addEventListener("beforeunload", event => unsaved && find("[data-unsaved]") && event.preventDefault());

  let typing;
  on("input", event => {
    if (event.target.closest?.("[data-unsaved]")) unsaved = true;
    const narrows = event.target.dataset?.narrows;
    if (narrows) {
      const rows = findAll("li:not(.picks-none)", find(narrows)), wanted = event.target.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
      find(".picks-none", find(narrows)).hidden = rows.some(row => !row.hidden);
    }
    const form = event.target.closest?.("[data-autosubmit]");
    if (!form || !event.target.matches("[type=search], [type=text]")) return;
    clearTimeout(typing);
    typing = setTimeout(() => form.requestSubmit(), 300);
  });
  on("change", event => {
    const target = event.target;
    if (target.closest("[data-unsaved]")) unsaved = true;
    if (target.matches("[data-shows]")) shows(target);
    if (target.matches(".choose [type=checkbox]")) ticks(target.form, target.matches("[data-check-all]") ? target.checked : undefined);
    if (target.closest("[data-theme-form]")) setTheme(target.value);
    const form = target.closest("[data-autosubmit]");
    // In the sheet of a phone, several filters are chosen before Apply.
    if (form && !target.closest(":popover-open") && target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });
  on("formdata", event => {           // no empty filters in the address
    if (!event.target.matches("[data-autosubmit][method=get]")) return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  // A filter form that loads the page again gives the caret back.
  const caret = `caret:${location.pathname}`;
  function returnCaret() {
    const name = sessionStorage.getItem(caret);
    sessionStorage.removeItem(caret);
    const named = name && `[data-autosubmit] [name="${CSS.escape(name)}"]`;
    const field = named && (find(`${named}:checked`) ?? find(named));
    if (!field) return;
    field.focus();
    if (field.matches("[type=search], [type=text]")) field.setSelectionRange(field.value.length, field.value.length);
  }

  const busyButtons = new Map();
  function busy(form, button) {
    button ??= find("button:not([type=button])", form);
    if (!button?.matches(".btn") || busyButtons.has(button)) return;
    const label = [...button.childNodes].find(node => node.nodeType === 3 && node.data.trim());
    busyButtons.set(button, label?.data);
    setWidth(button, button.offsetWidth);
    button.setAttribute("aria-busy", "true");
    if (label && button.dataset.busy) label.data = button.dataset.busy;
  }
  function rest(form) {
    for (const [button, label] of busyButtons) {
      if (form && button.form !== form && !form.contains(button)) continue;
      busyButtons.delete(button);
      button.removeAttribute("aria-busy");
      setWidth(button, null);
      const text = [...button.childNodes].find(node => node.nodeType === 3 && node.data.trim());
      if (text && label !== undefined) text.data = label;
    }
  }
  // Every request shows at once that it runs, wherever it was started.
  const running = new Map();
  function begin(key, source) {
    const marks = [document.documentElement, dialog?.open && dialog, source?.matches("form.toolbar") && source.closest(".card"), source?.closest(".toggle") ?? find(".toggle", source ?? document.createElement("i"))].filter(Boolean);
    running.set(key, marks);
    for (const mark of marks) mark.setAttribute(mark.matches("html, dialog") ? "data-running" : "aria-busy", "true");
  }
  function end(key) {
    const marks = running.get(key) ?? [];
    running.delete(key);
    const others = new Set([...running.values()].flat());
    for (const mark of marks) if (!others.has(mark)) for (const name of ["data-running", "aria-busy"]) mark.removeAttribute(name);
  }
  const isBusy = form => [...busyButtons.keys()].some(button => button.form === form);

  on("submit", event => {
    const form = event.target, button = event.submitter;
    if (form.closest("[data-theme-form]") && button?.name === "theme") setTheme(button.value);
    if (event.defaultPrevented) return;             // htmx has it
    if (form.matches("[data-unsaved]")) unsaved = false;
    if (!form.matches("[data-download]")) begin("page", form);
    if (form.matches("[data-autosubmit]")) {
      const field = document.activeElement;
      if (form.contains(field) && field.name) sessionStorage.setItem(caret, field.name);
      return;
    }
    if (form.method !== "post" || form.matches("[data-download]")) return;
    if (isBusy(form)) return event.preventDefault();
    busy(form, button);
    setTimeout(() => rest(form), 15000);
  });
  addEventListener("pageshow", () => { rest(); end("page"); });

  // ---- htmx ------------------------------------------------------------------------------------------------------

  on("htmx:beforeRequest", event => {
    const { elt, target, requestConfig } = event.detail;
    if (target === content && !dialog.contains(elt)) remember(elt);
    if (isBusy(elt)) return event.preventDefault();
    begin(event.detail.xhr, elt);
    if (!elt.matches("form") || elt.matches("[data-autosubmit]")) return;
    busy(elt, requestConfig.triggeringEvent?.submitter);
  });
  // An answer can choose the dialog itself, to ask for the password before a change of a row.
  on("htmx:beforeSwap", event => {
    const { elt, target, requestConfig } = event.detail;
    rest(elt);
    if (target === content && !dialog.contains(elt)) remember(requestConfig.triggeringEvent?.submitter ?? elt);
  });
  on("htmx:afterRequest", event => {
    const { elt, xhr, requestConfig, successful } = event.detail;
    rest(elt);
    end(xhr);
    // What the page before reported is no longer news. The editor's hidden forms only look at what is typed.
    if (successful && requestConfig.verb === "post" && !elt.hidden && !dialog?.open) byId("flash")?.remove();
  });

  on("htmx:load", event => enhance(event.detail.elt));

  let settled = new Set();
  on("htmx:afterSettle", event => {
    if (!(event.target instanceof Element)) return;
    if (!settled.size) queueMicrotask(() => {
      const regions = [...settled].filter(region => region.isConnected);
      settled = new Set();
      const at = document.activeElement;
      const kept = dialog?.open && content.contains(at) && !regions.some(region => region.contains(at));
      if (content && regions.some(region => content.contains(region))) kept || showDialog();
      else if (regions.length && !dialog?.open) focusIn(regions.find(region => find("[aria-invalid=true], [autofocus]", region)) ?? regions[0], false);
    });
    settled.add(event.target);
  });

  // A form outlives its session and its token. A new token is taken from the page as it is now and the request repeated;
  // someone who is signed out signs in in another tab first. What was typed stays in both cases.
  const typed = new Set();
  on("input", event => event.target.form?.method === "post" && typed.add(event.target.form));
  const isTyped = () => [...typed].some(form => form.isConnected);
  const tokenField = "input[name=__RequestVerificationToken]";

  async function renewTokens() {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = find(tokenField, page)?.value;
    if (!token || !find("body.app", page)) return false;
    for (const field of findAll(tokenField)) field.value = token;
    return true;
  }

  const signedOut = () => toast({ text: "You are signed out. Sign in in a new tab, then send this again. What you entered stays here.", kind: "warn", href: "/sign-in", label: "Sign in", blank: true, stays: true });

  on("htmx:beforeOnLoad", event => {
    if (event.detail.xhr.status !== 401 || !isTyped()) return;
    event.preventDefault();         // no redirect to the sign-in page
    signedOut();
  });

  on("htmx:responseError", async event => {
    const { status } = event.detail.xhr;
    const { elt, requestConfig } = event.detail;
    if (status === 400 && find(tokenField, elt) && !elt.dataset.again) {
      elt.dataset.again = "";
      if (!await renewTokens()) signedOut();
      else if (elt.isConnected) elt.requestSubmit(requestConfig.triggeringEvent?.submitter ?? null);
      return setTimeout(() => delete elt.dataset.again, 5000);
    }
    // Its HX-Trigger header has said why.
    if (status === 503 && event.detail.xhr.getResponseHeader("HX-Trigger")) return;
    const text = {
      401: "Your session ended. Reload the page to sign in.",
      403: "You do not have permission. Ask a workspace administrator.",
      404: "This no longer exists. Reload the page.",
      409: "Someone else changed this. Reload the page to see their version.",
      413: "This is too large for the server.",
      429: "Too many attempts. Wait a minute, then try again.",
    }[status] ?? `Something went wrong (error ${status}). Try again.`;
    toast({ text, kind: "bad" });
  });
  for (const type of ["htmx:sendError", "htmx:timeout"])
    on(type, () => toast({ text: "The server did not answer. Try again.", kind: "bad" }));

  // By the HX-Trigger header
  on("announce", event => announce(event.detail?.value));

  // The vault editor looks at its text again, in the format that a fix chose.
  on("vault-format", event => {
    const format = document.getElementById("format");
    if (!format || !event.detail?.value) return;
    format.value = event.detail.value;
    format.dispatchEvent(new Event("change", { bubbles: true }));
  });
  on("toast", event => toast(event.detail?.value ? { text: event.detail.value } : event.detail ?? {}));
  on("closeDialog", () => dialog?.open && dialog.close());

  // ---- start -----------------------------------------------------------------------------------------------------

  function enhance(root) {
    const all = selector => [...(root.matches?.(selector) ? [root] : []), ...findAll(selector, root)];
    all("[data-tabs]").forEach(tabs);
    all("[data-shows]").forEach(shows);
    refreshTimes(root);
  }
  enhance(document);
  returnCaret();
  const first = find("main [aria-invalid=true]") ?? (!location.hash && !find("main [autofocus]") && byId("flash"));
  if (first && document.activeElement === document.body) first.focus({ preventScroll: first.id === "flash" });
})();
