/**
 * The official builds of ONNX Runtime send usage to Microsoft, and write an identifier of the machine into the user's cache,
 * unless this is set before they are loaded. Whoever has set it otherwise keeps what they chose.
 */
process.env.ORT_DISABLE_TELEMETRY ??= "1";
