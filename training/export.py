"""Writes the artefact: model.onnx with an int8 table, tokenizer.json and manifest.json.

export.py --table table.npy --tokenizer tokenizer.json --out resources/models/ID --id ID [--summary summary.json]
"""
from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tokenizer import WORD_PATTERN, Tokenizer

MAX_TOKENS = 2048
# How often each word of a template field counts; the graph takes the square root of a token's total.
FIELD_WEIGHTS = {"path": 16, "kind": 1, "name": 32, "code": 1}


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 rows and one scale per row."""
    scale = np.abs(table).max(axis=1) / 127
    rows = np.round(table / np.maximum(scale, 1e-12)[:, None]).astype(np.int8)
    return rows, scale.astype(np.float32)


def build_graph(table: np.ndarray) -> onnx.ModelProto:
    """Ids and counts in, unit vectors out: each token weighs its scale times the square root of its count."""
    rows, scale = quantise(table)
    constants = [
        numpy_helper.from_array(rows, "table"), numpy_helper.from_array(scale, "scale"),
        numpy_helper.from_array(np.array([1], np.int64), "axis_one"), numpy_helper.from_array(np.array([1e-12], np.float32), "least"),
    ]
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows_int8"]),
        helper.make_node("Cast", ["rows_int8"], ["rows"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["scale", "input_ids"], ["scales"]),
        helper.make_node("Cast", ["attention_mask"], ["counts"], to=TensorProto.FLOAT),
        helper.make_node("Sqrt", ["counts"], ["roots"]),
        helper.make_node("Mul", ["scales", "roots"], ["weights"]),
        helper.make_node("Unsqueeze", ["weights", "axis_one"], ["weight_rows"]),
        helper.make_node("MatMul", ["weight_rows", "rows"], ["sums_wide"]),
        helper.make_node("Squeeze", ["sums_wide", "axis_one"], ["sums"]),
        helper.make_node("ReduceSumSquare", ["sums"], ["squares"], axes=[1], keepdims=1),
        helper.make_node("Max", ["squares", "least"], ["squares_safe"]),
        helper.make_node("Sqrt", ["squares_safe"], ["lengths"]),
        helper.make_node("Div", ["sums", "lengths"], ["embedding"]),
    ]
    graph = helper.make_graph(
        nodes, "whence",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]),
         helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "tokens"])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", table.shape[1]])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="whence")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    for name in ("--table", "--tokenizer", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--id", required=True)
    parser.add_argument("--summary", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    table = np.load(options.table).astype(np.float32)
    tokenizer = Tokenizer.load(options.tokenizer)
    assert len(tokenizer.pieces) == len(table)
    table[:2] = 0
    model = build_graph(table).SerializeToString()
    (options.out / "model.onnx").write_bytes(model)
    tokenizer.save(options.out / "tokenizer.json")
    manifest = {
        "format": 1, "id": options.id, "revision": hashlib.sha256(model).hexdigest(),
        "tokenizerSha256": hashlib.sha256((options.out / "tokenizer.json").read_bytes()).hexdigest(),
        "dimensions": table.shape[1], "maxTokens": MAX_TOKENS, "templateVersion": 2, "pooling": "none",
        "inputs": {"ids": "input_ids", "mask": "attention_mask"}, "output": "embedding", "bagOfTokens": True, "wordPattern": WORD_PATTERN,
        "fieldWeights": FIELD_WEIGHTS, "queryPrefix": "", "documentPrefix": "", "licence": "MIT",
        "languages": ["bash", "c", "cpp", "csharp", "elixir", "go", "haskell", "java", "javascript", "kotlin", "lua", "php", "python", "ruby",
                      "rust", "scala", "swift", "typescript", "zig"],
        "training": json.loads(options.summary.read_text()) if options.summary else {},
    }
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{len(model) / 1e6:.1f} MB, {len(table)} tokens, revision {manifest['revision'][:12]}")


if __name__ == "__main__":
    main()
