"""The few functions of llama.cpp that the benchmark calls, from a folder of its shared libraries.

Structures are declared up to the last field that is set here; the rest is room for what the library keeps there. They are
those of the release that `peers/setup/llama.ts` pins, and `load` refuses a library whose defaults do not read as expected.
"""

import ctypes
from ctypes import POINTER, c_bool, c_char, c_char_p, c_int32, c_int8, c_float, c_uint32, c_void_p
from pathlib import Path


class ModelParams(ctypes.Structure):
    _fields_ = [("rest", c_char * 256)]


class ContextParams(ctypes.Structure):
    _fields_ = [
        *((name, c_uint32) for name in ("n_ctx", "n_batch", "n_ubatch", "n_seq_max")),
        *((name, c_uint32) for name in ("n_rs_seq", "n_outputs_max", "n_outputs_max_per_seq")),
        *((name, c_int32) for name in ("n_threads", "n_threads_batch")),
        ("rest", c_char * 256),
    ]


class QuantizeParams(ctypes.Structure):
    _fields_ = [
        *((name, c_int32) for name in ("nthread", "ftype", "output_type", "embedding_type")),
        ("allow_requantize", c_bool),
        ("rest", c_char * 256),
    ]


class SamplerParams(ctypes.Structure):
    _fields_ = [("no_perf", c_bool)]


class Batch(ctypes.Structure):
    _fields_ = [
        ("n_tokens", c_int32),
        ("token", POINTER(c_int32)),
        ("embd", POINTER(c_float)),
        ("pos", POINTER(c_int32)),
        ("n_seq_id", POINTER(c_int32)),
        ("seq_id", POINTER(POINTER(c_int32))),
        ("logits", POINTER(c_int8)),
    ]


FUNCTIONS = {
    "llama_backend_init": (None, []),
    "llama_log_set": (None, [c_void_p, c_void_p]),
    "llama_model_default_params": (ModelParams, []),
    "llama_model_load_from_file": (c_void_p, [c_char_p, ModelParams]),
    "llama_model_get_vocab": (c_void_p, [c_void_p]),
    "llama_model_quantize_default_params": (QuantizeParams, []),
    "llama_model_quantize": (c_uint32, [c_char_p, c_char_p, POINTER(QuantizeParams)]),
    "llama_context_default_params": (ContextParams, []),
    "llama_init_from_model": (c_void_p, [c_void_p, ContextParams]),
    "llama_get_memory": (c_void_p, [c_void_p]),
    "llama_memory_clear": (None, [c_void_p, c_bool]),
    "llama_memory_seq_rm": (c_bool, [c_void_p, c_int32, c_int32, c_int32]),
    "llama_batch_init": (Batch, [c_int32, c_int32, c_int32]),
    "llama_decode": (c_int32, [c_void_p, Batch]),
    "llama_sampler_chain_default_params": (SamplerParams, []),
    "llama_sampler_chain_init": (c_void_p, [SamplerParams]),
    "llama_sampler_chain_add": (None, [c_void_p, c_void_p]),
    "llama_sampler_init_greedy": (c_void_p, []),
    "llama_sampler_init_dist": (c_void_p, [c_uint32]),
    "llama_sampler_sample": (c_int32, [c_void_p, c_void_p, c_int32]),
    "llama_sampler_free": (None, [c_void_p]),
    "llama_vocab_is_eog": (c_bool, [c_void_p, c_int32]),
}

ENDINGS = (".so", ".dylib", ".dll")

# Kept for as long as the library may call it.
SILENT = ctypes.CFUNCTYPE(None, ctypes.c_int, c_char_p, c_void_p)(lambda level, text, data: None)


def load(folder: str):
    """The library, with the processor's own variant of its products. Exits if it is another release."""

    def opened(prefix: str):
        names = sorted(p for p in Path(folder).iterdir() if p.name.endswith(ENDINGS))
        path = next(p for p in names if p.name.removeprefix("lib").startswith(prefix))
        return ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)

    base, ggml, llama = opened("ggml-base"), opened("ggml."), opened("llama.")
    silent = ctypes.cast(SILENT, c_void_p)
    base.ggml_log_set.argtypes = [c_void_p, c_void_p]
    base.ggml_log_set(silent, None)
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(llama, name)
        function.restype, function.argtypes = result, arguments
    llama.llama_log_set(silent, None)
    ggml.ggml_backend_load_all_from_path.argtypes = [c_char_p]
    ggml.ggml_backend_load_all_from_path(folder.encode())
    defaults = llama.llama_context_default_params()
    found = (defaults.n_ctx, defaults.n_batch, defaults.n_seq_max, defaults.n_threads)
    if found != (512, 2048, 1, 4):
        raise SystemExit(f"{folder} holds another release of llama.cpp than the pinned one")
    llama.llama_backend_init()
    return llama
