import type { Machine, Versions } from "../../runs/machine.ts";
import type { Language } from "./language/language.ts";
import { plural } from "./language/plural.ts";
import type { Translations } from "./language/translations.ts";
import { bytesText } from "./language/unit-text.ts";

interface Parts extends Pick<Machine, "cpu" | "cores" | "platform"> {
	readonly memory: string;
	readonly versions: string;
}

const en = {
	machine: ({ cpu, cores, memory, platform, versions }: Parts) =>
		`${cpu}, ${plural(cores, "core")}, ${memory}, ${platform}; ${versions}`,
};

const ja: typeof en = {
	machine: ({ cpu, cores, memory, platform, versions }) =>
		`${cpu}、${cores}コア、${memory}、${platform}; ${versions}`,
};

const texts: Translations<typeof en> = { en, ja };

/** `AMD EPYC, 2 cores, 24 GB, linux-x64; temper 0.1.0, ONNX Runtime 1.30.0, Node 20.20.0`. */
export function machineText(
	{
		machine,
		versions,
	}: {
		readonly machine: Omit<Machine, "host">;
		readonly versions: Versions;
	},
	language: Language,
): string {
	const { temper, onnxruntime, node } = versions;
	return texts[language].machine({
		...machine,
		memory: bytesText(language, machine.memoryBytes),
		versions: `temper ${temper}, ONNX Runtime ${onnxruntime}, Node ${node}`,
	});
}
