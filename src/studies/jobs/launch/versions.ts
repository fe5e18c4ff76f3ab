import { describeVersions } from "../../../runs/machine.ts";
import type { WorkerVersions, WorkerWord } from "./exchange.ts";

/** The versions that a study and its workers must share. */
export function workerVersions(): WorkerVersions {
	const { temper, node } = describeVersions();
	return { temper, node };
}

/** Why a worker with other versions cannot be used; null if they agree. */
export function refuseVersions(
	{
		host,
		versions,
	}: Pick<Extract<WorkerWord, { kind: "begun" }>, "host" | "versions">,
	launcher: string,
): string | null {
	const own = workerVersions();
	if (versions.temper === own.temper && versions.node === own.node) return null;
	const words = ({ temper, node }: WorkerVersions) =>
		`temper-lm ${temper} on Node ${node}`;
	return `${launcher}, machine ${host}: expected ${words(own)} as on this machine, found ${words(versions)}`;
}
