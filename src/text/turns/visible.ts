/** What a reader sees nothing of: white space, control and format characters, fillers, the blank of Braille. */
const invisible =
	/^[\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether a text has a character that a reader can see. */
export function isVisible(text: string): boolean {
	return !invisible.test(text);
}

/** What a text without a visible character is called in errors. */
export function blankText(text: string): string {
	return text === "" ? "an empty text" : "a text without a visible character";
}
