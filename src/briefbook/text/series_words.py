"""What is said of numbered series: the sentences that reasons and estimates are made of."""

from briefbook.util.translation import N_

CONTRADICTS = N_("number and date contradict the numbers around it")
ALONE = N_("; it alone went to {names}, whose numbers may be a series of their own")
REASONS = (CONTRADICTS, ALONE)
"""What the reasons of suspect numbers are made of."""

FROM_ONE = N_("numbering began at 1")
FROM_ONE_PERHAPS = N_("numbering began at 1, which no held number shows")
RANDOM = N_("what is held is a random part of the series (a file chosen by subject is not; this speaks of the series)")
RATE = N_("the post went on sending {rate} numbers a day until {date}")
ASSUMPTIONS = (FROM_ONE, FROM_ONE_PERHAPS, RANDOM, RATE)
"""What estimates of missing numbers assume."""
