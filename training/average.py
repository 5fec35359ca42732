"""Adds the tables of several runs that started from the same vectors: their mean is better than each.

average.py --out table.npy TABLE...
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("tables", nargs="+", type=Path)
    options = parser.parse_args()
    np.save(options.out, np.mean([np.load(path) for path in options.tables], axis=0, dtype=np.float32))


if __name__ == "__main__":
    main()
