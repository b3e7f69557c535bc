// Runs every suite of the project, in order of cost, and closes with one line to trust:
// "N passed, N failed, N skipped". Installs what the tests need where it may, and says what it
// skips where it may not. Needs only Node, Cargo and what `make run` needs.

import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const results = join(root, "test-results");
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const started = Date.now();

/** Runs a command, copies its output to a log, resolves with exit code and text. */
function run(name, command, args, options = {}) {
  const began = Date.now();
  const path = join(results, `${name}.log`);
  const log = createWriteStream(path);
  process.stdout.write(`\n== ${name}: ${command} ${args.join(" ")}\n`);
  return new Promise((resolve) => {
    let text = "";
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, CARGO_TERM_COLOR: "never", NO_COLOR: "1", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const take = (chunk) => {
      text += chunk;
      log.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ code: 127, text: String(error), seconds: 0, path }));
    child.on("close", (code) => {
      log.end();
      const seconds = (Date.now() - began) / 1000;
      if (code !== 0) process.stdout.write(text.slice(-12_000));
      process.stdout.write(`== ${name}: exit ${code} after ${seconds.toFixed(0)} s, log test-results/${name}.log\n`);
      resolve({ code, text, seconds, path });
    });
  });
}

function tally(name, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
  process.stdout.write(`   ${name}: ${counts.passed ?? 0} passed, ${counts.failed ?? 0} failed, ${counts.skipped ?? 0} skipped\n`);
}

/** One step that has no count of its own: passes or fails as a whole. */
function step(name, result) {
  tally(name, result.code === 0 ? { passed: 1 } : { failed: 1 });
  return result.code === 0;
}

/** Lines by which a test says that it did not run; each names what is missing. */
function skips(text) {
  const lines = text.split("\n").filter((line) => /^\s*skipped: /.test(line));
  for (const line of lines) process.stdout.write(`   ${line.trim()}\n`);
  return lines.length;
}

const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;

/** Installs Debian packages as root; elsewhere leaves it to the suites to skip aloud. */
async function install(packages, proof) {
  if (proof()) return;
  const mayInstall = process.getuid?.() === 0 && has("apt-get") && existsSync("/etc/debian_version");
  if (!mayInstall) {
    process.stdout.write(`== ${packages.join(", ")} missing; to run everything: apt-get install ${packages.join(" ")}\n`);
    return;
  }
  await run("apt-update", "apt-get", ["update", "-q"]);
  await run("apt-install", "apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], {
    env: { DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** A Python of the project's own with the pinned Shapely, for the second opinion of GEOS. */
async function shapely() {
  const folder = join(results, "python");
  const python = join(folder, "bin", "python");
  const requirements = join(root, "tests", "geos", "requirements.txt");
  const wanted = readFileSync(requirements, "utf8");
  const stamp = join(folder, "requirements.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const made = has("python3") && (await run("python-venv", "python3", ["-m", "venv", "--clear", folder])).code === 0;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "-r", requirements];
  if (made && (await run("python-pip", python, pip)).code === 0) writeFileSync(stamp, wanted);
  else process.stdout.write("== Shapely could not be installed: the comparison with GEOS skips; it needs python3 with venv, and pip\n");
}

async function webMap() {
  const cwd = join(root, "web-map");
  if (!step("npm-ci", await run("npm-ci", "npm", ["ci", "--no-audit", "--no-fund"], { cwd }))) return false;
  step("web-types", await run("web-types", "npm", ["run", "check"], { cwd }));
  const report = join(results, "vitest.json");
  const unit = await run("web-unit", "npx", ["vitest", "run", "--reporter=json", `--outputFile=${report}`], { cwd });
  if (existsSync(report)) {
    const json = JSON.parse(readFileSync(report, "utf8"));
    tally("web-unit", { passed: json.numPassedTests, failed: json.numFailedTests, skipped: json.numPendingTests });
    if (unit.code !== 0 && json.numFailedTests === 0) tally("web-unit run", { failed: 1 });
  } else step("web-unit", unit);
  return step("web-build", await run("web-build", "npm", ["run", "build"], { cwd }));
}

async function rust() {
  const built = await run("cargo-build", "cargo", ["build", "--locked", "--workspace", "--all-targets"]);
  if (!step("cargo-build", built)) return false;
  if (has("cargo-nextest")) {
    const result = await run("cargo-nextest", "cargo", [
      "nextest", "run", "--locked", "--workspace", "--no-fail-fast", "--success-output", "final", "--status-level", "fail",
    ]);
    const line = result.text.match(/Summary \[.*?\]\s+\d+(?:\/\d+)? tests? run: (.*)/)?.[1] ?? "";
    const count = (word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
    const failed = count("failed") + count("timed out") + count("exec failed");
    if (line === "") return step("cargo-nextest", { code: 1 });
    const skipped = skips(result.text);
    tally("cargo-nextest", { passed: count("passed") - skipped, failed, skipped });
    if (result.code !== 0 && failed === 0) tally("cargo-nextest run", { failed: 1 });
  } else {
    const result = await run("cargo-test", "cargo", [
      "test", "--locked", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast", "--", "--show-output",
    ]);
    cargoTest("cargo-test", result);
  }
  cargoTest("doc-tests", await run("doc-tests", "cargo", ["test", "--locked", "--workspace", "--doc", "--no-fail-fast"]));
  return true;
}

/** Adds up the closing lines of `cargo test`. */
function cargoTest(name, result) {
  const counts = { passed: 0, failed: 0, skipped: skips(result.text) };
  for (const [, passed, failed, ignored] of result.text.matchAll(
    /test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/g,
  )) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(ignored);
  }
  counts.passed -= result.text.match(/^\s*skipped: /gm)?.length ?? 0;
  tally(name, counts);
  if (result.code !== 0 && counts.failed === 0) tally(`${name} run`, { failed: 1 });
}

async function browser() {
  const result = await run("browser", process.execPath, ["--test", "--test-reporter=tap", "tests/browser/"]);
  const count = (word) => Number(result.text.match(new RegExp(`^# ${word} (\\d+)`, "m"))?.[1] ?? 0);
  const counts = { passed: count("pass"), failed: count("fail") + count("cancelled"), skipped: count("skipped") };
  for (const [, reason] of result.text.matchAll(/# SKIP (.*)/g)) process.stdout.write(`   skipped: ${reason}\n`);
  tally("browser", counts);
  if (result.code !== 0 && counts.failed === 0) tally("browser run", { failed: 1 });
}

await install(["chromium", "fonts-noto-cjk"], () => has("chromium") || has("chromium-browser") || has("google-chrome"));
await shapely();
step("errors-page", await run("errors-page", process.execPath, ["tests/errors.mjs", "--check"]));
const webBuilt = await webMap();
if ((await rust()) && webBuilt) await browser();

process.stdout.write(`\nfinished in ${((Date.now() - started) / 60_000).toFixed(1)} min\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
