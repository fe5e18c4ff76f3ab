/** An answer as text. */
export interface SurfaceText {
	readonly text: string;
	readonly tokens: number;
}

export interface SurfaceFeature {
	readonly name: string;
	of(answer: SurfaceText): number;
}

const count = (pattern: RegExp) => (text: string) =>
	text.match(pattern)?.length ?? 0;

const counted: readonly (readonly [name: string, pattern: RegExp])[] = [
	["lines", /[^\n]+/g],
	["list items", /^[ \t]*(?:[-*+\u2022\u30fb]|\d{1,2}[.)])[ \t]+/gmu],
	["headings", /^#{1,6}\s/gm],
	["bold phrases", /\*\*[^*\n]+\*\*/g],
	["code blocks and spans", /```.*?```|`[^`\n]+`/gsu],
	["digits", /\p{Nd}/gu],
	["question marks", /[?\uff1f]/g],
	["exclamation marks", /[!\uff01]/g],
	["capital letters", /\p{Lu}/gu],
	["links", /https?:\/\//g],
	[
		"words of politeness",
		/\b(?:please|thanks?|thank you|sorry|glad|happy to|of course|certainly|sure)\b|\u3042\u308a\u304c\u3068\u3046|\u304f\u3060\u3055\u3044|\u7533\u3057\u8a33/giu,
	],
	[
		"words of doubt",
		/\b(?:perhaps|maybe|might|could be|probably|i think|not sure|uncertain)\b|\u304b\u3082\u3057\u308c|\u304a\u305d\u3089\u304f|\u3068\u601d\u3044\u307e\u3059/giu,
	],
	[
		"refusals",
		/\b(?:i (?:cannot|can't|can\u2019t|am unable to|won't|won\u2019t)|i'm (?:unable|not able) to|as an ai)\b|\u304a\u7b54\u3048\u3067\u304d\u307e\u305b\u3093|\u3067\u304d\u304b\u306d\u307e\u3059/giu,
	],
];

/** What can be seen of an answer without understanding it. */
export const surfaceFeatures: readonly SurfaceFeature[] = [
	{ name: "length in tokens", of: ({ tokens }) => tokens },
	{ name: "length in characters", of: ({ text }) => [...text].length },
	...counted.map(([name, pattern]) => ({
		name,
		of: ({ text }: SurfaceText) => count(pattern)(text),
	})),
];
