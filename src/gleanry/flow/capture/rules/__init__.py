"""Decisions of capture.

file       recognise_file, read_header, read_rows: any file by its layout
encoding   guess_encoding: from a sample of bytes
delimited  guess_delimiter, read_text_rows: CSV and its relatives
sheet      guess_sheet, read_sheet_rows: XLSX
fields     the canonical fields of each kind
names      which columns name something we have, and what was decided of a name
mapping    mapping_from_dict, mapping_to_dict
guess      guess_mapping: from headers and sample rows
row        plan_of, read_row: a row of text to typed fields
"""
