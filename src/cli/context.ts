import type { StopSignal } from "../core/stop-signals.ts";
import type { Services } from "./services.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** What a command has of the world around it. */
export interface CliContext {
	/** For what was asked for. */
	readonly terminal: Terminal;
	/** For everything else. */
	readonly errors: Terminal;
	readonly env: NodeJS.ProcessEnv;
	readonly loadServices: () => Promise<Services>;
	/** For conversations. */
	readonly input: NodeJS.ReadableStream;
	/** Calls back at each signal that asks the command to end, Ctrl+C among them; returns how to stop listening. */
	readonly onInterrupt: (listener: (signal: StopSignal) => void) => () => void;
	/** Ends the process at once. */
	readonly exit: (status: number) => void;
}
