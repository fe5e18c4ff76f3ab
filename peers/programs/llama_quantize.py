"""Writes a GGUF file in Q8_0 from a GGUF file of another type: llama_quantize.py LIBRARY_FOLDER FROM TO."""

import ctypes
import os
import sys

from llama_library import load

Q8_0 = 7

folder, source, target = sys.argv[1:]
llama = load(folder)
params = llama.llama_model_quantize_default_params()
params.ftype = Q8_0
params.allow_requantize = True
unfinished = f"{target}.part"
if llama.llama_model_quantize(source.encode(), unfinished.encode(), ctypes.byref(params)) != 0:
    raise SystemExit(f"llama.cpp cannot convert {source}")
os.replace(unfinished, target)
