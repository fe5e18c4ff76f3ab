import { Ops } from "../../graph/ops.ts";
import { openSession } from "../open-session.ts";
import { findGraphicsDriver, useGraphicsDriver } from "./vulkan-driver.ts";

/**
 * Finds a graphics driver, a software one where the machine has no other, says which, and opens a session that lives as
 * long as the process, so that compiled shaders do too. Throws `device` if there is none.
 */
export async function openGraphics(): Promise<void> {
	const found = findGraphicsDriver();
	if (found.kind === "none") console.error(found.reason);
	else {
		useGraphicsDriver(found.driver);
		console.error(`graphics: ${found.driver.manifest ?? "the system's own"}`);
	}
	const ops = new Ops();
	ops.output("y", ops.exp(ops.input("x", [1])));
	await openSession(ops.graph(), { device: "webgpu", threads: 1 });
}
