/** The same type with every property and every array in it read-only, at any depth. */
export type ReadOnly<T> = { readonly [K in keyof T]: ReadOnly<T[K]> };
