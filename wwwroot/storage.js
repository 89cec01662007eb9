// Shows text from cloud storage, and what a store says when it refuses. Images, audio and video need no script.
(() => {
  "use strict";
  const maxBytes = 1024 * 1024;
  const box = document.querySelector("[data-stored]");
  const test = document.querySelector("[data-test-url]");
  if (!box && !test) return;
  const { stored, url } = box?.dataset ?? {};
  const part = selector => box.querySelector(selector);

  function tell(text, aboutCors) {
    const message = part("[data-stored-problem]");
    message.querySelector("p").textContent = text;
    message.hidden = false;
    if (aboutCors) part("[data-cors]").open = true;
  }

  // S3, Google and Azure answer with <Error><Code>…</Code><Message>…</Message></Error>.
  function describe(status, text) {
    const xml = new DOMParser().parseFromString(text, "text/xml");
    const field = name => xml.querySelector(name)?.textContent?.trim().split("\n")[0] ?? "";
    const said = [field("Code"), field("Message")].filter(Boolean).join(": ") || text.trim().slice(0, 500);
    return `The store answered ${status}. ${said}`.trim();
  }

  async function read(response) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "", bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode(), isCut: false };
      text += decoder.decode(value, { stream: true });
      if ((bytes += value.length) > maxBytes) {
        reader.cancel();
        return { text, isCut: true };
      }
    }
  }

  async function ask(address = url) {
    try {
      const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
      return { response, ...await read(response) };
    } catch {
      return null;
    }
  }

  const unread = "The browser could not read the answer: the store cannot be reached from here, or its CORS settings do "
    + "not allow this server. Add the settings below to the bucket.";

  function show({ text, isCut }) {
    const view = part("pre");
    let shown = text;
    try {
      if (!isCut) shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch { /* not JSON */ }
    view.querySelector("code").textContent = shown + (isCut ? "\n…" : "");
    view.hidden = false;
  }

  async function showText() {
    const answer = await ask();
    if (!answer) tell(unread, true);
    else if (!answer.response.ok) tell(describe(answer.response.status, answer.text));
    else show(answer);
  }

  async function explain() {
    const answer = await ask();
    if (!answer) tell(unread, true);
    else if (!answer.response.ok) tell(describe(answer.response.status, answer.text));
    else tell("This browser cannot show the file. Select Open to see it, or download it.");
  }

  // Any answer that scripts may read will do: the object does not exist.
  async function testCors() {
    if (!test.dataset.testUrl) return;
    const answer = await ask(test.dataset.testUrl);
    const message = document.getElementById("test-browser");
    message.classList.add(answer ? "message-good" : "message-bad");
    message.querySelector("p").textContent = answer
      ? "From your browser: reachable, and the CORS settings allow this server."
      : "From your browser: CORS missing. The store cannot be reached from here, or the bucket does not allow this server. "
        + "Add the settings below to the bucket.";
    message.hidden = false;
    test.querySelector("[data-cors]").open = !answer;
  }

  if (test) testCors();
  if (!box) return;
  if (stored === "text") {
    showText();
    return;
  }
  const media = part("img, video, audio");
  if (media.error || (media.complete && !media.naturalWidth)) explain();
  else media.addEventListener("error", explain);
})();
