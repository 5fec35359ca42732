"""Reads a model folder back into what measuring needs: the table as it was quantised, the tokenizer and the field weights."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from tokenizer import Tokenizer


def load_folder(folder: Path) -> tuple[np.ndarray, Tokenizer, np.ndarray]:
    """(table, tokenizer, weights of path, name, doc comment and code)."""
    constants = {item.name: numpy_helper.to_array(item) for item in onnx.load(str(folder / "model.onnx")).graph.initializer}
    table = constants["table"].astype(np.float32) * constants["scale"][:, None]
    weights = json.loads((folder / "manifest.json").read_text()).get("fieldWeights", {})
    code = float(weights.get("code", 1))
    return table, Tokenizer.load(folder / "tokenizer.json"), np.array([weights.get("path", 1), weights.get("name", 1), code, code], np.float32)
