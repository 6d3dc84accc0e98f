"""What stands before every way in and every way out. Nothing here needs a screen or a model."""

from safeguards.identifiers import Identifier, find_identifiers
from safeguards.review import Problem, review_reply
from safeguards.risk import RiskAssessment, assess_risk

__all__ = ["Identifier", "Problem", "RiskAssessment", "assess_risk", "find_identifiers", "review_reply"]
