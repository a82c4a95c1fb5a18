"""Gleanry (颗粒归仓): a growth system that carries a prospect from the first touch to the last payment."""

import os

# Before numpy is loaded. The matrices here are small; threads that wait for one another in busy loops cost a crowded
# machine minutes where one of them takes seconds. Whoever sets the variable decides.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
