// Without this script the desk does the same, with one more press. It stores nothing, and loads nothing from elsewhere.
"use strict";

(() => {
  let replaced = Promise.resolve();  // settled once the answer to the last form is shown
  start();
  document.addEventListener("click", async (event) => {
    if (event.target.id !== "print") return;
    event.preventDefault();
    await replaced;
    const button = document.getElementById("print");
    if (button) printFrom(button);
  });

  function start() {
    const again = document.querySelector("[data-again]")?.dataset.again;
    const filter = document.querySelector("form.filter");
    const form = document.querySelector("form[data-live]");
    const list = document.querySelector("form[data-list]");
    document.querySelector("[data-focus]")?.focus();
    if (again) history.replaceState(null, "", again);  // a reload does not send again what was typed
    if (form) see(form);
    if (list) checkList(list);
    if (filter) search(filter);
    for (const each of document.querySelectorAll("form[data-checked]")) check(each);
  }

  function parsed(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  // What was typed, without files.
  function typed(fields) {
    return new URLSearchParams([...new FormData(fields)].filter(([, value]) => typeof value === "string"));
  }

  function post(address, body, signal) {
    return fetch(address, { method: "POST", body, signal, redirect: "error" });
  }

  if (document.querySelector("[data-poll]")) poll();
  for (const each of document.querySelectorAll("form[data-at-once]")) {  // what a press would show is shown at once
    each.requestSubmit();
    each.hidden = true;
  }

  // While something is under way, the page looks now and then whether it is done.
  function poll() {
    setTimeout(async () => {
      try {
        const shown = document.querySelector("[data-poll]").innerHTML;
        const found = parsed(await (await fetch(location.pathname)).text()).querySelector("[data-poll]");
        if (found?.innerHTML === shown) poll(); else location.reload();
      } catch { poll(); }
    }, 2000);
  }

  // A field is checked when it is left, never while it is typed in; the desk decides, by the same rules as on saving.
  function check(fields) {
    const says = (name) => fields.querySelector(`[data-says="${CSS.escape(name)}"]`);
    const show = async (field) => {
      const body = typed(fields);
      body.set("field", field.name);
      let answer;
      try { answer = await post(fields.dataset.checked, body); } catch { return; }
      if (!answer.ok) return;
      const found = parsed(await answer.text()), told = found.querySelector("[data-says]");
      if (body.get(field.name) !== field.value) return;  // it is being typed in again
      const message = document.getElementById(`${field.id}-message`), isWrong = "wrong" in told.dataset;
      message.replaceChildren(...found.querySelector("[data-message]").childNodes);
      field.toggleAttribute("aria-invalid", false);
      if (isWrong) field.setAttribute("aria-invalid", "true");
      field.closest(".field").classList.toggle("wrong", isWrong);
      says(field.name).replaceChildren(...told.childNodes);
      document.getElementById("saved-state").replaceWith(found.getElementById("saved-state"));
    };
    // How it prints: cut out of a handout anew after each change, and framed for the field that has the focus.
    const prints = document.getElementById("prints");
    let number = 0, now = "";
    const frame = () => { for (const each of prints.querySelectorAll("figure")) each.classList.toggle("framed", each.dataset.keys.split(" ").includes(now)); };
    const print = async () => {
      const mine = ++number;
      try {
        const answer = await post(fields.dataset.prints, typed(fields));
        const html = await answer.text();
        if (mine !== number || !answer.ok) return;
        prints.innerHTML = html;
        frame();
      } catch { /* what was shown stays */ }
    };
    document.querySelector("button[name=show]").parentElement.hidden = true;
    fields.addEventListener("focusin", (event) => { now = event.target.name ?? ""; frame(); });
    fields.addEventListener("change", (event) => {
      if (!event.target.name || !says(event.target.name)) return;
      print();
      show(event.target);
    });
    print();
    for (const each of fields.querySelectorAll(".says")) each.setAttribute("aria-live", "polite");
    fields.addEventListener("click", (event) => {
      const better = event.target.closest("button[data-use]");
      if (!better) return;
      event.preventDefault();
      const field = fields.elements[better.dataset.field];
      field.value = better.dataset.use;
      field.focus();
      show(field);
      print();
    });
  }

  // The list of handouts follows the search as it is typed.
  function search(fields) {
    let waiting = 0, number = 0;
    const show = async () => {
      const mine = ++number, address = `${fields.action}?${new URLSearchParams(new FormData(fields))}`;
      const found = parsed(await (await fetch(address)).text());
      if (mine === number) document.getElementById("found").replaceWith(found.getElementById("found"));
    };
    fields.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 300); });
  }

  // A list of patients is checked without leaving the page, so that its file stays chosen for printing.
  function checkList(fields) {
    const result = document.getElementById("result"), offline = document.getElementById("offline");
    const file = fields.elements.people, message = document.getElementById("people-message");
    fields.addEventListener("input", () => { result.replaceChildren(); message.textContent = ""; });
    let isReadable = false;
    fields.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (isReadable) return;
      event.preventDefault();
      if (await isChanged(file)) { askAgain(fields); return; }
      if (!button.hasAttribute("formaction")) { show(); return; }
      isReadable = true;
      fields.requestSubmit(button);
      isReadable = false;
    });

    async function show() {
      const late = setTimeout(() => { result.textContent = fields.dataset.making; }, 1000);
      const body = new FormData(fields);
      body.set("part", "result");
      try {
        const answer = await post(fields.action, body);
        const html = await answer.text();
        if (/^\s*<!doctype/i.test(html)) { showPage(html); return; }
        result.innerHTML = html;
        offline.hidden = true;
        if (!answer.ok) file.value = "";  // it is corrected, and then chosen again
        for (const each of result.querySelectorAll("[data-plain]")) each.hidden = true;
        result.querySelector("[data-focus]")?.focus();
      } catch {
        offline.hidden = false;
      } finally {
        clearTimeout(late);
      }
    }
  }

  // Print: the PDF is loaded into a frame of this page, and its print window is opened at once. The frame gets it from an
  // address that works once: the browser would keep a form with what was typed.
  async function printFrom(button) {
    const fields = button.form;
    const body = fields.enctype === "multipart/form-data" ? new FormData(fields) : typed(fields);
    body.set("wait", "1");
    let said;
    try {
      said = await (await post(button.formAction, body)).text();
    } catch {
      const file = fields.elements.people;
      if (file && await isChanged(file)) askAgain(fields); else document.getElementById("offline").hidden = false;
      return;
    }
    if (!said.startsWith("/printed/")) { showPage(said); return; }  // why there is no PDF
    document.querySelector(".frame")?.remove();
    const frame = document.createElement("iframe");
    frame.className = "frame";
    frame.title = button.textContent;
    frame.tabIndex = -1;
    frame.src = said;
    frame.addEventListener("load", () => {
      try { frame.contentWindow.print(); } catch { /* the panel that is shown now offers "Open the PDF" */ }
      const printed = document.getElementById("printed");
      printed.hidden = false;
      printed.querySelector("h2").focus();
    });
    document.body.append(frame);
  }

  // Show the answer to a form in place of this page, without an entry in the list of what was visited. What was typed
  // since it was sent stays.
  function showPage(html, sent) {
    const found = parsed(html), focused = document.activeElement;
    const later = [...document.querySelectorAll("[data-patient]")].filter((each) => sent && each.value !== sent.get(each.name));
    document.title = found.title;
    document.querySelector(".bar")?.remove();
    document.querySelector("main").replaceWith(...found.querySelectorAll("main, .bar"));
    start();
    if (!document.querySelector("[data-focus]")) document.querySelector("main").focus();
    for (const each of later) {
      const field = document.querySelector(`[data-patient][name="${CSS.escape(each.name)}"]`);
      if (!field) continue;
      field.value = each.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      if (each === focused) field.focus();
    }
  }

  // A browser does not send a file that was changed since it was chosen.
  async function isChanged(field) {
    try {
      for (const each of field.files) await each.slice(0, 1).arrayBuffer();
      return false;
    } catch {
      return true;
    }
  }

  function askAgain(fields) {
    document.getElementById("people-message").textContent = fields.dataset.changed;
    fields.elements.people.value = "";
    fields.elements.people.focus();
  }

  function see(fields) {
    const preview = document.getElementById("preview"), offline = document.getElementById("offline");
    const plain = document.querySelectorAll("[data-plain]");
    const status = () => document.getElementById("freshness"), told = document.getElementById("told");
    const slow = document.getElementById("slow");
    let waiting = 0, telling = 0, asked = 0, making = null, page = 1;
    for (const button of plain) button.parentElement.hidden = true;

    addEventListener("pageshow", (event) => {  // Back must not show the last patient
      if (event.persisted) for (const field of fields.querySelectorAll("[data-patient]")) field.value = "";
    });

    // The answer takes the place of this page. A page that came from a form would stay in the browser's list of open tabs
    // with all that was typed, on the disk.
    fields.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.hasAttribute("formaction")) return;
      event.preventDefault();
      if (button && !button.name) { show(); return; }
      const body = typed(fields);
      if (button?.name) body.set(button.name, button.value);
      replaced = answer(body);
    });
    async function answer(body) {
      try {
        showPage(await (await post(fields.action, body)).text(), body);
      } catch {
        offline.hidden = false;
      }
    }
    // Language, size and paper change the whole page (its fields, its state).
    fields.addEventListener("change", (event) => {
      if (event.target.type !== "radio") return;
      fields.elements.changed.value = event.target.name;
      fields.requestSubmit();
    });
    fields.addEventListener("input", (event) => {
      if (event.target.type === "radio") return;
      preview.classList.add("stale");
      clearTimeout(waiting);
      waiting = setTimeout(show, 300);
    });
    // While a field is filled in, the page that it prints on is shown.
    fields.addEventListener("focusin", (event) => {
      const wanted = Number(event.target.dataset.page ?? page);
      if (wanted === page) return;
      page = wanted;
      show();
    });
    preview.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=page]");
      if (!button) return;
      event.preventDefault();
      page = Number(button.value);
      show(true);
    });
    document.addEventListener("keydown", (event) => {
      const save = document.getElementById("save");
      if (event.key !== "Escape" || !save || save.hidden) return;
      save.hidden = true;
      document.querySelector("button[name=save]").focus();
    });

    function outdated() {
      told.textContent = status().textContent = status().dataset.stale;
      for (const button of plain) button.parentElement.hidden = false;
    }
    // What takes long can be stopped; the desk itself stops it, too, at its time limit.
    slow.querySelector("button").addEventListener("click", () => {
      asked += 1;
      making?.abort();
      slow.hidden = true;
      outdated();
    });

    async function show(turned) {
      const number = ++asked, have = new Map();
      making?.abort();
      making = new AbortController();
      for (const picture of preview.querySelectorAll("img[data-of]")) have.set(picture.dataset.of, picture.src);
      const long = setTimeout(() => { if (number === asked) slow.hidden = false; }, 10000);
      const late = setTimeout(() => { if (number === asked) told.textContent = status().textContent = status().dataset.making; }, 1000);
      const body = typed(fields);
      body.set("part", "preview");
      body.set("page", page);
      body.set("have", [...have.keys()].join(" "));
      try {
        const answer = await post(fields.action, body, making.signal);
        const html = await answer.text();
        if (number !== asked) return;
        if (!html.trimStart().startsWith("<section")) { fields.requestSubmit(); return; }  // it can no longer be made
        preview.innerHTML = html;
        for (const picture of preview.querySelectorAll("img[data-of]:not([src])")) picture.src = have.get(picture.dataset.of);
        preview.classList.remove("stale");
        clearTimeout(telling);  // read aloud once, after the typing
        telling = setTimeout(() => { told.textContent = status().textContent; }, 800);
        offline.hidden = true;
        if (turned === true) preview.querySelector("button[aria-current]")?.focus();
      } catch (error) {
        if (number !== asked || error.name === "AbortError") return;
        outdated();
        offline.hidden = false;
      } finally {
        clearTimeout(long);
        if (number === asked) slow.hidden = true;
        clearTimeout(late);
      }
    }
  }
})();
