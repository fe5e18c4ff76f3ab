import { shortName } from "../page/language/short-name.ts";

/** Names of models that no two of them share: the place is added to those that would be equal. */
export function modelNames(
	subjects: readonly { readonly name: string }[],
): string[] {
	const names = subjects.map(({ name }) => shortName(name));
	return names.map((name, at) =>
		names.filter((other) => other === name).length > 1
			? `${name} (${at + 1})`
			: name,
	);
}
