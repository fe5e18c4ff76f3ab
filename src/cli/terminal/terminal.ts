export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

const codes: Readonly<Record<Style, readonly [on: number, off: number]>> = {
	bold: [1, 22],
	dim: [2, 22],
	red: [31, 39],
	green: [32, 39],
	yellow: [33, 39],
	cyan: [36, 39],
};

/** What a terminal needs of `process.stdout`. */
export interface Screen {
	write(text: string): unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
}

/** Where commands write: lines that stay, and below them one status line that changes in place where a person watches. */
export interface Terminal {
	/** Whether the status line shows. */
	readonly live: boolean;
	/** Whether colours show. */
	readonly colour: boolean;
	/** Characters of a line; infinite if output goes to a file or another program, whose lines are not wrapped. */
	readonly columns: number;
	paint(style: Style, text: string): string;
	line(text?: string): void;
	/** Text without a line break, as generated text arrives. The caller ends its line. */
	write(text: string): void;
	/** Several lines if the text has line breaks. Null takes them away. */
	status(text: string | null): void;
}

/** Colours need a terminal that has them; the variable NO_COLOR with any value forbids them (no-color.org). */
export function createTerminal(
	screen: Screen,
	env: NodeJS.ProcessEnv,
): Terminal {
	const live = screen.isTTY === true && env.TERM !== "dumb";
	const colour = live && (env.NO_COLOR ?? "") === "";
	const columns = screen.columns || (screen.isTTY ? 80 : Infinity);
	let shown: string | null = null;
	const wipe = () => {
		if (shown === null) return;
		const above = shown.split("\n").length - 1;
		// Up to the first of the lines, then all below it.
		screen.write(above === 0 ? "\r\u001b[K" : `\u001b[${above}A\r\u001b[J`);
	};
	const draw = () => {
		if (shown === null) return;
		const lines = shown.split("\n");
		const cut = (line: string) => [...line].slice(0, columns - 1).join("");
		screen.write(lines.map(cut).join("\n"));
	};
	return {
		live,
		colour,
		columns,
		paint(style, text) {
			const [on, off] = codes[style];
			return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
		},
		line(text = "") {
			wipe();
			screen.write(`${text}\n`);
			draw();
		},
		write(text) {
			screen.write(text);
		},
		status(text) {
			if (!live) return;
			wipe();
			shown = text;
			draw();
		},
	};
}

/** Text of unknown origin, made harmless for a terminal: control characters other than line break and tab are dropped. */
export function harmless(text: string): string {
	return text.replaceAll(
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
		/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
		"",
	);
}
