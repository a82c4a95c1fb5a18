"""Gleanry (颗粒归仓): a growth system that carries a prospect from the first touch to the last payment."""

__version__ = "0.1.0"
