/** Probability with which buying ends too early at any of the looks, however many there are. */
export const stopError = 0.05;

/**
 * One-sided level of look k = 1, 2, ...: alpha 6 / (pi k)^2. These add up to alpha over all looks, so that by the union bound
 * the error of repeated looks stays below it.
 */
export const levelOfLook = (look: number, alpha = stopError): number =>
	(6 * alpha) / (Math.PI * look) ** 2;

/**
 * The number of a look, and the record with it. `state` identifies what was known: measurements, rows in hand and prices, for
 * example by a hash. Looking again at the same state is the same look, so that it has the same answer and spends no error.
 */
export function lookAt(
	record: readonly string[],
	state: string,
): { readonly look: number; readonly record: readonly string[] } {
	const before = record.indexOf(state);
	return before >= 0
		? { look: before + 1, record }
		: { look: record.length + 1, record: [...record, state] };
}
