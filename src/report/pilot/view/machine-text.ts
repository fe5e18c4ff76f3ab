import { bytesText } from "../../page/language/unit-text.ts";
import type { ReportView } from "./report-view.ts";

/** `AMD EPYC, 2 cores, 24 GB, linux-x64; temper 0.1.0, ONNX Runtime 1.30.0, Node 20.20.0`. */
export function machineText({ result, texts }: ReportView): string {
	const { memoryBytes, ...machine } = result.machine;
	const { temper, onnxruntime, node } = result.versions;
	return texts.method.machineText({
		...machine,
		memory: bytesText(texts.language, memoryBytes),
		versions: `temper ${temper}, ONNX Runtime ${onnxruntime}, Node ${node}`,
	});
}
