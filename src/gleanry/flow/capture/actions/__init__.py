"""Take records from forms and programs, and files batch by batch."""

from gleanry.flow.capture.actions.files import receive_file, save_mapping, start_import
from gleanry.flow.capture.actions.preview import count_lines, preview_import
from gleanry.flow.capture.actions.rows import capture_batch, finish_import
from gleanry.flow.capture.actions.submit import submit
from gleanry.flow.capture.actions.words import decide_names, take_back_names

__all__ = [
    "capture_batch",
    "count_lines",
    "decide_names",
    "finish_import",
    "preview_import",
    "receive_file",
    "save_mapping",
    "start_import",
    "submit",
    "take_back_names",
]
