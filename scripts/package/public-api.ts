// Writes docs/api.txt, the public API as text, from the declarations in dist/: npm run api
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Node } from "typescript/unstable/ast";
import {
	isIdentifier,
	isVariableDeclaration,
} from "typescript/unstable/ast/is";
import {
	API,
	type Symbol as Declared,
	type Project,
	SymbolFlags,
} from "typescript/unstable/sync";

const root = join(import.meta.dirname, "..", "..");

/** The committed snapshot. */
export const snapshotPath = join(root, "docs", "api.txt");

const heading = `The public API of temper-lm: each subpath with the names that it exports, in the order of its file in src/exports, and
their declarations. \`npm run api\` writes this file.`;

interface Subpath {
	/** As a program imports it. */
	readonly name: string;
	readonly types: string;
}

function subpaths(): Subpath[] {
	const manifest = JSON.parse(
		readFileSync(join(root, "package.json"), "utf8"),
	) as {
		name: string;
		exports: Record<string, { types: string } | string>;
	};
	const found = Object.entries(manifest.exports).flatMap(([key, entry]) =>
		typeof entry === "string"
			? []
			: [
					{
						name: `${manifest.name}${key.slice(1)}`,
						types: join(root, entry.types),
					},
				],
	);
	const [main, ...others] = found as [Subpath, ...Subpath[]];
	return [...others, main];
}

/** What the names of a module stand for, in the order of the module. */
function exportsOf({ program, checker }: Project, file: string): Declared[] {
	const source = program.getSourceFile(file);
	const module = source && checker.getSymbolAtLocation(source);
	if (!module)
		throw new Error(`${file} is not a module: run npm run build first`);
	return [...checker.getExportsOfModule(module)].map((symbol) =>
		symbol.flags & SymbolFlags.Alias
			? checker.getAliasedSymbol(symbol)
			: symbol,
	);
}

function nodesOf(project: Project, symbol: Declared): Node[] {
	return symbol.declarations.flatMap((handle) => handle.resolve(project) ?? []);
}

function identifiersIn(node: Node): Node[] {
	const found: Node[] = [];
	const visit = (one: Node) => {
		if (isIdentifier(one)) found.push(one);
		one.forEachChild(visit);
	};
	visit(node);
	return found;
}

/** Types of this package that a declaration mentions. */
function mentioned(project: Project, nodes: readonly Node[]): Declared[] {
	const { checker } = project;
	return checker
		.getSymbolAtLocation(nodes.flatMap(identifiersIn))
		.flatMap((symbol) => {
			if (symbol === undefined) return [];
			const target =
				symbol.flags & SymbolFlags.Alias
					? checker.getAliasedSymbol(symbol)
					: symbol;
			const types =
				SymbolFlags.Class | SymbolFlags.Interface | SymbolFlags.TypeAlias;
			const ours = target.declarations.some(({ path }) =>
				path.toLowerCase().startsWith(join(root, "dist").toLowerCase()),
			);
			return target.flags & types && ours ? [target] : [];
		});
}

/** Declarations as text, each once. */
class Writer {
	readonly project: Project;
	readonly #written = new Set<Declared>();
	readonly #mentioned = new Set<Declared>();

	constructor(project: Project) {
		this.project = project;
	}

	/** The text of a symbol's declarations, or null if it was written before. */
	write(symbol: Declared): string | null {
		if (this.#written.has(symbol)) return null;
		this.#written.add(symbol);
		const nodes = nodesOf(this.project, symbol);
		for (const one of mentioned(this.project, nodes)) this.#mentioned.add(one);
		return nodes.map((node) => this.#textOf(node)).join("\n");
	}

	#textOf(node: Node): string {
		const text = this.project.emitter.printNode(node);
		return isVariableDeclaration(node)
			? `const ${text};`
			: text.replace(/^export (declare )?/, "");
	}

	/** Names of types that a written declaration mentions and no subpath exports. */
	unexported(): string[] {
		const rest = [...this.#mentioned].filter((one) => !this.#written.has(one));
		return [...new Set(rest.map(({ name }) => name))].sort();
	}
}

/** Writes the sections of all subpaths but the last, the root, and says of the root which subpaths it holds whole. */
function sections(paths: readonly Subpath[], writer: Writer): string[] {
	const exported = paths.map(({ types }) => exportsOf(writer.project, types));
	return paths.map(({ name }, at) => {
		const own = exported[at]!;
		const held = paths.filter(
			(_, other) =>
				other !== at && exported[other]!.every((one) => own.includes(one)),
		);
		const from = new Set(
			held.flatMap((path) => exported[paths.indexOf(path)] ?? []),
		);
		const texts = held.map((path) => `all of ${path.name}`);
		for (const symbol of own)
			if (!from.has(symbol))
				texts.push(writer.write(symbol) ?? `also ${symbol.name}`);
		return [`=== ${name} ===`, ...texts].join("\n\n");
	});
}

/** The public API as text. Reads the declarations in `dist/`, which must have been built. */
export function publicApi(): string {
	const api = new API({ cwd: root });
	try {
		const paths = subpaths();
		const snapshot = api.updateSnapshot({
			openFiles: paths.map(({ types }) => types),
		});
		const project = snapshot.getDefaultProjectForFile(paths[0]!.types);
		if (!project) throw new Error("TypeScript opened no project for dist/");
		const writer = new Writer(project);
		const texts = sections(paths, writer);
		const rest = `=== types in these declarations that no subpath exports ===\n\n${writer.unexported().join("\n")}`;
		return `${[heading, ...texts, rest].join("\n\n")}\n`;
	} finally {
		api.close();
	}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
	writeFileSync(snapshotPath, publicApi());
