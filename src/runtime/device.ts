/** Devices without a number of threads to choose. */
export const accelerators = ["webgpu", "cuda"] as const;

/** Every device that a recipe or an option may name, the default first. */
export const devices = ["cpu", ...accelerators] as const;

export type Device = (typeof devices)[number];

/**
 * How a session holds frozen weights. `packed`: in memory of its own, laid out for the processor's products. `mapped`: as
 * pages of their files, which sessions and processes share; products then arrange weights anew each time.
 */
export type WeightMemory = "packed" | "mapped";

/** The device on which ONNX Runtime computes. */
export interface DeviceOptions {
	readonly device: Device;
	/** Threads that compute, which sessions side by side share; null leaves the number to the runtime. */
	readonly threads: number | null;
	/** Sessions that compute side by side, each with a copy of frozen weights unless they share packed ones; chosen by the size of the model if absent. */
	readonly sessions?: number;
	/** `packed` if absent. */
	readonly weights?: WeightMemory;
}

/** A device as a recipe writes it: only the CPU has threads. */
export type DeviceRecipe =
	| {
			readonly kind: "cpu";
			readonly threads: number | null;
			readonly sessions?: number | undefined;
	  }
	| { readonly kind: (typeof accelerators)[number] };

export function deviceOf(device: DeviceRecipe): DeviceOptions {
	return {
		device: device.kind,
		threads: device.kind === "cpu" ? device.threads : null,
		...(device.kind === "cpu" &&
			device.sessions !== undefined && { sessions: device.sessions }),
	};
}
