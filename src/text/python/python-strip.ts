/** Characters that Python's `str.isspace` counts. Unlike JavaScript's `trim`, U+FEFF is none, and U+001C to U+001F and U+0085 are. */
const spaces =
	"\t\n\v\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

const spaceSet = new Set(spaces);

/** Which ends of a text a method of Python strips. */
export const stripMethods = {
	strip: { left: true, right: true },
	lstrip: { left: true, right: false },
	rstrip: { left: false, right: true },
} as const;

export function isStripMethod(name: string): name is keyof typeof stripMethods {
	return Object.hasOwn(stripMethods, name);
}

/** A text without any of the characters at its ends, as Python strips them: white space unless others are given. */
export function stripText(
	text: string,
	method: keyof typeof stripMethods,
	characters: string = spaces,
): string {
	const { left, right } = stripMethods[method];
	const set = characters === spaces ? spaceSet : new Set(characters);
	let start = 0;
	let end = text.length;
	while (left && start < end && set.has(firstOf(text, start)))
		start += firstOf(text, start).length;
	while (right && end > start && set.has(lastOf(text, end)))
		end -= lastOf(text, end).length;
	return text.slice(start, end);
}

/** The character, one or two UTF-16 units, that begins at a place. */
function firstOf(text: string, at: number): string {
	return String.fromCodePoint(text.codePointAt(at) as number);
}

/** The character that ends before a place. */
function lastOf(text: string, end: number): string {
	const pair = text.codePointAt(end - 2) ?? 0;
	return pair > 0xffff ? String.fromCodePoint(pair) : text.charAt(end - 1);
}
