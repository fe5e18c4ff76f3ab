/** Arrays one after the other, and zeros behind them up to `length`. */
export function joinRows(
	parts: readonly Float32Array[],
	length = parts.reduce((sum, part) => sum + part.length, 0),
): Float32Array {
	const whole = new Float32Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
