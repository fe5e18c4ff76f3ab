import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { pointKey, type Sweep } from "./points.ts";
import { type Measured, medianOf } from "./summary.ts";

const heading = "Tokens per second";
const panel = { width: 400, height: 250 };
const columns = 2;

const style = `
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.title { font-weight: 600; font-size: 13px; }
.int8 { --line: #0969da; } .float32 { --line: #bc4c00; }
svg { --line: currentColor; color: #57606a; }
@media (prefers-color-scheme: dark) {
	text { fill: #e6edf3; } .int8 { --line: #58a6ff; } .float32 { --line: #ff9b50; } svg { color: #8d96a0; }
}`;

interface Dot {
	readonly value: string;
	readonly precision: string;
	readonly speed: number;
}

function dotsOf({ points, value }: Sweep, measured: Measured): Dot[] {
	return points.map((point) => ({
		value: value(point),
		precision: point.precision,
		speed: medianOf(measured.get(pointKey(point)) ?? [], "tokensPerSecond"),
	}));
}

function series(dots: readonly Dot[], precision: string): Plot.Markish[] {
	const own = dots.filter((dot) => dot.precision === precision);
	const channels = { x: "value", y: "speed" };
	const look = { stroke: "var(--line)", className: precision };
	return [
		Plot.line(own, { ...channels, ...look, strokeWidth: 2 }),
		Plot.dot(own, { ...channels, ...look, fill: "var(--line)", r: 3.5 }),
		Plot.text(own, {
			...channels,
			text: (dot: Dot) => dot.speed.toFixed(0),
			stroke: "none",
			dy: precision === "int8" ? -11 : 13,
		}),
	];
}

function drawPanel(sweep: Sweep, measured: Measured): string {
	const { document } = parseHTML("<html><body></body></html>");
	const dots = dotsOf(sweep, measured);
	const chart = Plot.plot({
		...{ document, ...panel },
		...{ marginTop: 42, marginBottom: 42, marginLeft: 54, marginRight: 24 },
		x: {
			...{ type: "point", domain: [...new Set(dots.map((dot) => dot.value))] },
			...{ label: sweep.varies, labelAnchor: "center", labelArrow: "none" },
			tickSize: 0,
		},
		y: {
			...{ type: sweep.scale, label: null, nice: true, grid: true },
			...{ zero: sweep.scale === "linear", ticks: 5, tickSize: 0 },
			tickFormat: (speed: number) => speed.toLocaleString("en"),
		},
		marks: [series(dots, "float32"), series(dots, "int8")],
	}) as unknown as {
		readonly outerHTML: string;
		prepend(child: object): void;
		querySelectorAll(selector: string): Iterable<{ remove(): void }>;
	};
	for (const inner of chart.querySelectorAll("style")) inner.remove();
	const title = document.createElement("title");
	title.textContent = `${heading} ${sweep.title}`;
	chart.prepend(title);
	return chart.outerHTML;
}

/** Tokens per second of every sweep as an SVG file with a panel for each, which follows the reader's colour scheme. */
export function drawSweeps(
	sweeps: readonly Sweep[],
	measured: Measured,
): string {
	const rows = Math.ceil(sweeps.length / columns);
	const [width, height] = [columns * panel.width, rows * panel.height + 24];
	const panels = sweeps.map((sweep, at) => {
		const x = (at % columns) * panel.width;
		const y = 24 + Math.floor(at / columns) * panel.height;
		return `<g transform="translate(${x},${y})"><text class="title" x="12" y="20">${heading} ${sweep.title}</text>${drawPanel(sweep, measured)}</g>`;
	});
	const key = (name: string, x: number) =>
		`<g class="${name}"><circle cx="${x}" cy="12" r="4" style="fill: var(--line)"/><text x="${x + 9}" y="16">${name}</text></g>`;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>${heading} of a LoRA step</title><style>${style}</style>${key("int8", 18)}${key("float32", 80)}${panels.join("")}</svg>\n`;
}
