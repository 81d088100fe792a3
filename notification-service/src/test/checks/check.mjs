// Usage: node check.mjs FOLDER CHROMIUM
// Looks at the mails in FOLDER (*.html) and at their QR codes (*.png, what they say in codes.json).
// Prints one line that starts with "! " for each complaint.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import jsQR from "jsqr";
import { PNG } from "pngjs";

const [folder, chromium] = process.argv.slice(2);
const names = readdirSync(folder).filter((name) => name.endsWith(".html") && !name.startsWith("_"));
const complaints = [];

function validateHtml() {
  const validator = new HtmlValidate({
    extends: ["html-validate:recommended", "html-validate:a11y"],
    rules: {
      // "as it is written" where mail readers are old: <!DOCTYPE html> and <meta charset="utf-8"> are right for HTML 5
      "doctype-style": ["error", { style: "uppercase" }],
      // long subjects make long titles
      "long-title": "off",
    },
  });
  for (const name of names) {
    const report = validator.validateStringSync(readFileSync(join(folder, name), "utf8"));
    for (const result of report.results) {
      for (const message of result.messages) {
        complaints.push(`${name}: html-validate: ${message.ruleId}: ${message.message} (line ${message.line})`);
      }
    }
  }
}

function decodeCodes() {
  const codes = JSON.parse(readFileSync(join(folder, "codes.json"), "utf8"));
  for (const [name, code] of Object.entries(codes)) {
    const image = PNG.sync.read(readFileSync(join(folder, name)));
    const read = jsQR(Uint8ClampedArray.from(image.data), image.width, image.height);
    if (read?.data !== code) {
      complaints.push(`${name}: jsQR reads ${read?.data ?? "nothing"} and not ${code}`);
    }
  }
  return Object.keys(codes).length;
}

// One page that shows the mails one after the other in a frame and runs axe-core inside each.
function runAxe(scheme) {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const mails = names.map((name) => ({ name, html: readFileSync(join(folder, name), "utf8") }));
  const data = JSON.stringify({ axe, mails }).replaceAll("<", "\\u003c");
  const page = join(folder, `_axe-${scheme}.html`);
  writeFileSync(page, `<!DOCTYPE html><html lang="en"><title>axe</title><body><script>
    const { axe, mails } = ${data};
    const show = (html) => new Promise((resolve) => {
      const frame = document.createElement("iframe");
      frame.style = "width:600px;height:2400px";
      frame.onload = () => resolve(frame);
      frame.srcdoc = html;
      document.body.replaceChildren(frame);
    });
    (async () => {
      const found = [];
      for (const { name, html } of mails) {
        const frame = await show(html);
        const dark = frame.contentWindow.matchMedia("(prefers-color-scheme: dark)").matches;
        if (dark !== ${scheme === "dark"}) found.push(name + ": the browser does not show it ${scheme}");
        frame.contentWindow.eval(axe);
        const result = await frame.contentWindow.axe.run(frame.contentDocument, { resultTypes: ["violations"] });
        for (const violation of result.violations) {
          found.push(name + ": axe-core, ${scheme}: " + violation.id + ": " + violation.help + ": "
            + violation.nodes.map((node) => node.html.slice(0, 200)).join(" | "));
        }
      }
      return found;
    })().catch((error) => ["axe-core: " + error]).then((found) => {
      document.body.replaceChildren(Object.assign(document.createElement("pre"), {
        id: "found", textContent: btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(found)))) }));
    });
    </script></body></html>`);
  const profile = mkdtempSync(join(tmpdir(), "mail-checks-"));
  try {
    const dom = execFileSync(chromium, [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`,
      "--allow-file-access-from-files", "--virtual-time-budget=600000", "--window-size=700,2600",
      `--blink-settings=preferredColorScheme=${scheme === "dark" ? 0 : 1}`, "--dump-dom", `file://${page}`,
    ], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 120_000, maxBuffer: 64 << 20 });
    const found = /<pre id="found">([^<]*)<\/pre>/.exec(dom);
    if (found) {
      complaints.push(...JSON.parse(Buffer.from(found[1], "base64").toString("utf8")));
    } else {
      complaints.push(`axe-core did not finish, ${scheme}`);
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

validateHtml();
const codes = decodeCodes();
runAxe("light");
runAxe("dark");
for (const complaint of complaints) {
  console.log("! " + complaint.replaceAll("\n", " "));
}
console.log(`html-validate and axe-core looked at ${names.length} mails, light and dark; jsQR read ${codes} codes.`);
process.exitCode = complaints.length === 0 ? 0 : 1;
