/** `[#####.....]`, `width` characters between the brackets; `share` is cut to 0 and 1. */
export function bar(share: number, width = 20): string {
	const full = Math.round(Math.min(1, Math.max(0, share)) * width);
	return `[${"#".repeat(full)}${".".repeat(width - full)}]`;
}
