"""The recipe of the check: claims that their evidence supports, faults planted in them, a fit."""
