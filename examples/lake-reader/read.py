"""Prints rows of a table of the lake, one JSON object a line. Knows nothing of Millrace: the catalogue says where the files are."""

import argparse
import json
import sys
from pathlib import Path

from pyiceberg.catalog import load_catalog


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", required=True, help="the lake's directory, which holds catalog.db")
    parser.add_argument("--table", required=True, help="namespace and table, for example card_fraud.predictions")
    parser.add_argument("--columns", required=True, help="with commas between")
    parser.add_argument("--where", default="true", help='for example "amount > 100"')
    given = parser.parse_args()

    warehouse = Path(given.warehouse).resolve()
    catalog = load_catalog("millrace", type="sql", uri=f"sqlite:///{warehouse}/catalog.db", warehouse=f"file://{warehouse}")
    scan = catalog.load_table(given.table).scan(row_filter=given.where, selected_fields=tuple(given.columns.split(",")))
    for row in scan.to_arrow().to_pylist():
        json.dump(row, sys.stdout, default=str)
        print()


if __name__ == "__main__":
    main()
