import { loadServices } from "../../src/cli/load-services.ts";
import {
	type FakeContext,
	fakeContext,
} from "../../src/cli/testing/fake-context.ts";

/** The world as a command line finds it, but for its terminals, which are strings. */
export function realContext(): FakeContext {
	return { ...fakeContext(), loadServices };
}
