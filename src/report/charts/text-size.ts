const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

const narrow = /[iljt.,:;'|!()[\] ]/;

/** No line of a chart has more characters. */
const longest = 400;

/** The approximate width of a text in a usual sans-serif font of this size, in pixels. */
export function textWidth(text: string, size: number): number {
	let ems = 0;
	for (const character of text)
		ems += wide.test(character) ? 1 : narrow.test(character) ? 0.33 : 0.58;
	return ems * size;
}

/** The text, or its beginning with an ellipsis if it is wider than `width` pixels. */
export function fitText(text: string, size: number, width: number): string {
	const line = text.slice(0, longest).replaceAll(/\s+/g, " ");
	if (textWidth(line, size) <= width) return line;
	const parts = [...new Intl.Segmenter().segment(line)].map(
		({ segment }) => segment,
	);
	while (parts.length > 1 && textWidth(`${parts.join("")}…`, size) > width)
		parts.pop();
	return `${parts.join("").trimEnd()}…`;
}
