// Bundles the script of the HTML report: main.js, ours, and of Apache ECharts
// what main.js imports. The licences and notices of what is bundled stand at
// the head of the result, because the result travels inside every report.
import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync } from "node:fs";

const packages = ["echarts", "zrender", "tslib"];

function papers(name) {
  const dir = `node_modules/${name}`;
  const { version } = JSON.parse(readFileSync(`${dir}/package.json`, "utf8"));
  const files = readdirSync(dir).filter((f) => /^(NOTICE|LICEN[CS]E)(\.txt|\.md)?$/.test(f)).sort().reverse();
  if (files.length === 0) throw new Error(`${name} has no licence file`);
  const more = existsSync(`${dir}/licenses`) ? readdirSync(`${dir}/licenses`).map((f) => `licenses/${f}`) : [];
  const texts = [...files, ...more].map((f) => readFileSync(`${dir}/${f}`, "utf8").trim());
  return `${name} ${version}\n\n${texts.join("\n\n")}`;
}

const banner = packages.map(papers).join("\n\n----------\n\n").replaceAll("*/", "* /");

await build({
  entryPoints: ["main.js"],
  outfile: "dist/charts.js",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "ascii",
  legalComments: "none", // the banner has the whole texts
  define: { "process.env.NODE_ENV": '"production"' },
  banner: { js: `/*! This script contains the following works.\n\n${banner}\n*/` },
  logLevel: "warning",
});
