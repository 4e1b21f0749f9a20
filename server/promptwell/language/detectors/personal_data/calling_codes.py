"""Country calling codes (ITU-T E.164) and how many digits a number has behind each of them."""

from __future__ import annotations

from functools import cache

# Fewest and most digits behind the code, then the codes. Short service numbers are left out.
_PLANS = """
5 5: 247 290 500 682
5 7: 676 677 678 688 690
5 8: 686
5 9: 27
5 10: 358 685
5 11: 352
5 12: 43 49 82 971
6 6: 298 299 672 687
6 7: 597
6 8: 386
6 9: 40 46 252 376 421 508 681
6 10: 53 95 98 880
6 11: 375
6 12: 39 63 359 381 598
7 7: 238 239 246 248 269 291 297 592 673 674 680 683 691 692
7 8: 241 599 670 675 853 961 965 975
7 9: 220 231 245 265 354 355 385 423 967 968
7 10: 44 48 61 230 243 254 263 267 353 372 960
7 11: 31 501 503 507 595 679 974
7 12: 62 86 972
8 8: 45 47 216 222 223 226 227 228 232 235 236 253 257 266 268 350 356 357 370 371 373 374 389
8 8: 505 509 973 993
8 9: 32 36 51 213 224 233 237 250 258 264 377 382 387 591 689 852 962 963
8 10: 20 60 64 84 378 506 850 855 856 964 970 976
8 11: 57 65 92 502 504 593 886 977
8 12: 66 81 91 383
9 9: 33 34 41 93 94 211 212 218 221 240 242 244 249 251 255 256 260 261 262 351 420 590 594 596
9 9: 992 994 995 998
9 10: 380 966 996
9 11: 55 56
10 10: 1 52 58 225 229
10 11: 54
10 12: 7 30 90 234
"""


@cache
def plans() -> dict[str, tuple[int, int]]:
    """The fewest and the most digits behind each calling code."""
    found: dict[str, tuple[int, int]] = {}
    for line in _PLANS.strip().splitlines():
        lengths, _, codes = line.partition(":")
        least, most = map(int, lengths.split())
        for code in codes.split():
            known = found.get(code, (least, most))
            found[code] = (min(least, known[0]), max(most, known[1]))
    return found
