#!/usr/bin/env python3
"""Prints the reference values of tests/stats, computed with SciPy and NumPy alone.

Nothing here is shared with the program: closed forms come from scipy.stats, and what SciPy lacks is written out
from the definition. Run it again after changing a test, and compare by eye: the tests carry the figures themselves.
"""

import itertools
import math

import numpy as np
from scipy import optimize, special, stats

Z = stats.norm.ppf(0.975)


def show(name, *values):
    flat = itertools.chain.from_iterable(np.atleast_1d(v).ravel() for v in values)
    print(f"{name}: " + ", ".join(f"{v:.15g}" for v in flat))


def distributions():
    for p, df in [(0.025, 1), (0.025, 0.1), (0.5, 3), (0.975, 2e3), (0.025, 199998), (0.025, 200002), (0.975, 2e9)]:
        show(f"chi2.ppf({p}, {df})", stats.chi2.ppf(p, df))
    for x, df in [(3.84, 1), (200, 10), (1.5, 2.5), (1000, 1000)]:
        show(f"chi2.sf({x}, {df})", stats.chi2.sf(x, df))
    for p in [1e-300, 1e-10, 0.3, 0.5, 0.999]:
        show(f"norm.ppf({p})", stats.norm.ppf(p))
    for a, x in [(0.5, 0.1), (3, 10), (1e4, 1.01e4), (1e4, 9.9e3), (50, 0.5)]:
        show(f"gammainc/gammaincc({a}, {x})", special.gammainc(a, x), special.gammaincc(a, x))
    for k, n, p in [(3, 10, 0.3), (0, 1e6, 1e-6), (5e5, 1e6, 0.5), (1e9, 4e9, 0.25)]:
        show(f"binom.pmf({k}, {n}, {p})", stats.binom.pmf(k, n, p))
    for k, mu in [(2, 3.5), (1e6, 1e6), (1e6, 1.003e6)]:
        show(f"poisson.pmf({k}, {mu})", stats.poisson.pmf(k, mu))


def intervals():
    for k in [1, 1000, 10**6]:
        show(f"garwood {k}", stats.chi2.ppf(0.025, 2 * k) / 2, stats.chi2.ppf(0.975, 2 * k + 2) / 2)
    for k, n in [(1, 1), (3, 1000), (999999, 1000000)]:
        ci = stats.binomtest(k, n).proportion_ci(method="wilson")
        show(f"wilson {k}/{n}", ci.low, ci.high)
    for a, ea, b, eb in [(31, 4100, 9, 3900), (3, 50, 7, 200), (0, 10, 4, 20), (5000, 1e5, 2, 1e3), (9, 1, 9, 1)]:
        low = stats.beta.ppf(0.025, a, b + 1) if a else 0
        high = stats.beta.ppf(0.975, a + 1, b)
        show(f"exact ratio {a}/{ea} : {b}/{eb}", a / ea / (b / eb), low / (1 - low) * eb / ea, high / (1 - high) * eb / ea)
    counts = [0, 3, 1, 0, 7, 2]
    show("dispersion", np.var(counts, ddof=1) / np.mean(counts))


def kaplan_meier(times, events, until):
    survival, variance = 1.0, 0.0
    for t in np.unique(times[(times <= until) & (events == 1)]):
        n, d = (times >= t).sum(), ((times == t) & (events == 1)).sum()
        survival *= 1 - d / n
        variance += d / (n * (n - d))
    shift = Z * math.sqrt(variance) / math.log(survival)
    log_log = math.log(-math.log(survival))
    return survival, math.exp(-math.exp(log_log - shift)), math.exp(-math.exp(log_log + shift))


def log_rank(x, ex, y, ey):
    """Each event time is one draw from the hypergeometric distribution."""
    excess = variance = 0
    for t in np.unique(np.concatenate([x[ex == 1], y[ey == 1]])):
        events_x, events = ((x == t) & (ex == 1)).sum(), 0
        events = events_x + ((y == t) & (ey == 1)).sum()
        law = stats.hypergeom((x >= t).sum() + (y >= t).sum(), (x >= t).sum(), events)
        excess += events_x - law.mean()
        variance += law.var() if law.args[0] > 1 else 0
    z = excess / math.sqrt(variance)
    return excess, variance, z, 2 * stats.norm.sf(abs(z))


def survival():
    times = np.array([1, 2, 2, 5, 7, 15, 20, 60, 60])
    events = np.array([1, 1, 1, 0, 1, 1, 0, 0, 0])
    for t in [1, 2, 7, 15]:
        show(f"KM at {t}", *kaplan_meier(times, events, t))
    x = np.array([3, 5, 5, 8, 12, 13, 17, 21, 21, 30.0])
    ex = np.array([1, 1, 0, 1, 1, 0, 1, 1, 1, 0])
    y = np.array([1, 2, 2, 4, 5, 5, 9, 11, 14, 20.0])
    ey = np.array([1, 1, 1, 1, 1, 0, 1, 1, 0, 1])
    show("logrank excess variance z p", *log_rank(x, ex, y, ey))
    aalen_johansen()


def aalen_johansen():
    """By hand: the bootstrap of the same curve confirms the variance to its Monte Carlo error."""
    time = np.array([1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10.0])
    kind = np.array([1, 2, 1, 0, 1, 2, 1, 0, 2, 1, 0, 1])

    def incidence(time, kind, until):
        free, total = 1.0, 0.0
        for t in np.unique(time[time <= until]):
            n, d, c = (time >= t).sum(), ((time == t) & (kind == 1)).sum(), ((time == t) & (kind == 2)).sum()
            total += free * d / n
            free *= 1 - (d + c) / n
        return total

    rng = np.random.default_rng(1)
    picks = [rng.integers(0, 12, 12) for _ in range(20000)]
    for until in [2, 5, 8]:
        draws = [incidence(time[i], kind[i], until) for i in picks]
        show(f"AJ at {until} (estimate, bootstrap sd)", incidence(time, kind, until), np.std(draws))


def turnbull():
    """Maximizes the likelihood directly instead of by self-consistency."""
    for q, d, censored in [(60, [0, 60, 60, 120, 180, 300, 600], [400, 900]),
                           (60, [60, 60, 120, 120, 120, 180, 240], [])]:
        spans = [(max(0, t - q), t + q) for t in d] + [(t, math.inf) for t in censored]
        lefts, rights = sorted({a for a, _ in spans}), sorted({b for _, b in spans})
        ends = sorted([(a, 1) for a in lefts] + [(b, 0) for b in rights])
        cells = [(a, b) for (a, i), (b, j) in zip(ends, ends[1:]) if i == 1 and j == 0]
        cover = np.array([[a <= c and e <= b for c, e in cells] for a, b in spans], float)
        theta = np.zeros(len(cells))

        def loss(theta):
            p = np.exp(theta - special.logsumexp(theta))
            return -np.log(cover @ p).sum()

        for _ in range(5):
            theta = optimize.minimize(loss, theta, method="Nelder-Mead",
                                      options=dict(xatol=1e-12, fatol=1e-15, maxiter=200000, maxfev=200000)).x
        p = np.exp(theta - special.logsumexp(theta))
        before = 0
        for (a, b), mass in zip(cells, p):
            if before + mass > 0.5:
                show(f"turnbull {d} + {censored}", a + (b - a) * (0.5 - before) / mass, p)
                break
            before += mass


def contingency():
    table = np.array([[24, 16], [150, 1810]])
    g, p, _, expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    show("LRX2", g)
    rr = stats.contingency.relative_risk(24, 40, 150, 1960)
    ci = rr.confidence_interval()
    show("risk ratio", rr.relative_risk, ci.low, ci.high)
    odds = stats.contingency.odds_ratio([[24, 16], [150, 1810]], kind="sample")
    ci = odds.confidence_interval()
    show("odds ratio", odds.statistic, ci.low, ci.high)
    a, b, c, d = 3.5, 0.5, 2.5, 7.5
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    show("odds with a half", a * d / b / c, math.exp(math.log(a * d / b / c) - Z * error),
         math.exp(math.log(a * d / b / c) + Z * error))
    p = [0.01, 0.04, 0.03, 0.005, 0.55, 0.04]
    show("fdr", false_discovery(p))


def phi():
    """The variance of phi by the delta method, its derivatives taken numerically."""
    table = np.array([24, 16, 150, 1810.0])
    share = table / table.sum()

    def value(a, b, c, d):
        return (a * d - b * c) / math.sqrt((a + b) * (c + d) * (a + c) * (b + d))

    slopes = np.array([(value(*(share + step)) - value(*(share - step))) / 2e-6 for step in np.eye(4) * 1e-6])
    variance = ((slopes**2 * share).sum() - (slopes * share).sum() ** 2) / table.sum()
    half = Z * math.sqrt(variance)
    show("phi", value(*share), value(*share) - half, value(*share) + half)


def false_discovery(p):
    p = np.array(p)
    order = np.argsort(p)
    adjusted = p[order] * len(p) / np.arange(1, len(p) + 1)
    out = np.empty(len(p))
    out[order] = np.minimum.accumulate(adjusted[::-1])[::-1]
    return out


def mantel_haenszel():
    tables = [(4, 10, 3, 50), (8, 2, 20, 30), (1, 5, 0, 9)]
    r = [a * d / (a + b + c + d) for a, b, c, d in tables]
    s = [b * c / (a + b + c + d) for a, b, c, d in tables]
    p = [(a + d) / (a + b + c + d) for a, b, c, d in tables]
    q = [(b + c) / (a + b + c + d) for a, b, c, d in tables]
    r, s, p, q = map(np.array, (r, s, p, q))
    var = (p * r).sum() / (2 * r.sum() ** 2) + (p * s + q * r).sum() / (2 * r.sum() * s.sum()) + (q * s).sum() / (
        2 * s.sum() ** 2)
    pooled = r.sum() / s.sum()
    show("Mantel-Haenszel", pooled, pooled * math.exp(-Z * math.sqrt(var)), pooled * math.exp(Z * math.sqrt(var)))


def permutation():
    strata = [(10, 3, 4, 2), (7, 2, 2, 3), (20, 5, 6, 1), (4, 4, 2, 1)]  # floors, targets, given, sessions
    law = np.array([1.0])
    mean = var = 0
    for n, k, m, times in strata:
        h = stats.hypergeom(n, k, m)
        for _ in range(times):
            law = np.convolve(law, h.pmf(np.arange(0, min(k, m) + 1)))
            mean += h.mean()
            var += h.var()
    show("shuffle mean var", mean, var)
    for observed in [9, 13]:
        show(f"shuffle P(>={observed})", law[observed:].sum())
    h = stats.hypergeom(5000, 2000, 300)
    show("one session", h.mean(), h.var(), h.sf(149))


def trend():
    d = [48, 40, 52, 30, 33, 21, 25, 12, 14, 9]
    r = stats.theilslopes(np.log(d), np.arange(1, 11), 0.95)
    show("theil-sen", r.slope, r.low_slope, r.high_slope)
    tied = [5, 3, 3, 4, 4, 4, 2, 6, 2, 1, 1, 5]
    x = np.array([1, 2, 4, 7, 8, 9, 12, 15, 16, 20, 21, 30])
    r = stats.theilslopes(tied, x, 0.95)
    show("tied slope (median)", r.slope)
    show("tied tau-b", stats.kendalltau(x, tied).statistic)
    n = len(tied)
    s = sum(np.sign(tied[j] - tied[i]) for i in range(n) for j in range(i + 1, n))
    loss = sum(t * (t - 1) * (2 * t + 5) for t in np.unique(tied, return_counts=True)[1])
    var = (n * (n - 1) * (2 * n + 5) - loss) / 18
    k = math.floor((n * (n - 1) / 2 - Z * math.sqrt(var)) / 2 + 0.5)
    slopes, counts = np.unique([(tied[j] - tied[i]) / (x[j] - x[i]) for i in range(n) for j in range(i + 1, n)], return_counts=True)
    middle = counts.cumsum() - (counts - 1) / 2
    show("tied Sen limits at middle ranks", *np.interp([k, n * (n - 1) / 2 + 1 - k], middle, slopes))
    show("tied S var Z p", s, var, (s - np.sign(s)) / math.sqrt(var), 2 * stats.norm.sf(abs(s) - 1, scale=math.sqrt(var)))
    hamed_rao([1, 2, 3, 4, 6, 7, 8, 7, 6, 5, 3, 2, 2, 3, 5, 6, 8, 9, 10, 9, 8, 6, 5, 5, 6, 8, 10, 11, 12, 11])


def hamed_rao(y):
    y = np.array(y, float)
    n, x = len(y), np.arange(1, len(y) + 1)
    slope = stats.theilslopes(y, x).slope
    ranks = stats.rankdata(np.round(y - slope * x, 10))
    ranks -= ranks.mean()
    acf = [(ranks[k:] * ranks[: n - k]).sum() / (ranks**2).sum() for k in range(n)]
    sum_ = sum((n - k) * (n - k - 1) * (n - k - 2) * acf[k] for k in range(1, n) if abs(acf[k]) > Z / math.sqrt(n))
    s = sum(np.sign(y[j] - y[i]) for i in range(n) for j in range(i + 1, n))
    loss = sum(t * (t - 1) * (2 * t + 5) for t in np.unique(y, return_counts=True)[1])
    var = (n * (n - 1) * (2 * n + 5) - loss) / 18 * (1 + 2 / (n * (n - 1) * (n - 2)) * sum_)
    show("Hamed-Rao r1 slope S var Z", acf[1], slope, s, var, (s - np.sign(s)) / math.sqrt(var))


GRIFFIN = [[0, 0, 0, 0, 2, 2], [0, 10, 5, 5, 60, 20], [0, 9, 2, 1, 3, 0],
           [0, 3, 0, 1, 5, 0], [3, 54, 6, 2, 24, 8], [1, 24, 2, 1, 3, 12]]
HOLLOW = [[0, 12, 7, 3], [9, 0, 14, 6], [5, 11, 0, 20], [8, 4, 17, 0]]


def sequence():
    """Poisson regression by scoring, its hat matrix by the pseudo-inverse: not iterative proportional fitting."""
    for name, counts, possible in [("hollow", HOLLOW, 1 - np.eye(4)), ("griffin", GRIFFIN, np.ones((6, 6)))]:
        counts, k = np.array(counts, float), len(counts)
        cells = [(i, j) for i in range(k) for j in range(k)
                 if possible[i, j] and counts[i].sum() and counts[:, j].sum()]
        y = np.array([counts[c] for c in cells])
        x = np.array([[i == r for r in range(k)] + [j == r for r in range(k)] for i, j in cells], float)
        mu = np.full(len(y), y.mean())
        for _ in range(200):
            w = x.T * mu
            mu = np.exp(x @ np.linalg.pinv(w @ x) @ w @ (np.log(mu) + (y - mu) / mu))
        hat = np.diag(x @ np.linalg.pinv(x.T * mu @ x) @ (x.T * mu))
        residuals = (y - mu) / np.sqrt(mu * (1 - hat))
        ratio = 2 * (special.xlogy(y, y) - special.xlogy(y, mu)).sum()
        df = len(y) - np.linalg.matrix_rank(x)
        show(f"{name} LRX2 df p", ratio, df, stats.chi2.sf(ratio, df))
        print("expected", {c: f"{v:.12g}" for c, v in zip(cells, mu)})
        print("residual", {c: f"{v:.12g}" for c, v in zip(cells, residuals)})
        wampold(name, counts, possible)
    first, second = np.array([[10, 20, 5], [8, 2, 9], [0, 7, 7]]), np.array([[4, 30, 6], [9, 9, 1], [0, 3, 12]])
    total = df = 0
    for row in range(3):
        pair = np.array([first[row], second[row]])
        pair = pair[:, pair.sum(0) > 0]
        result = stats.chi2_contingency(pair, correction=False, lambda_="log-likelihood")
        total, df = total + result[0], df * (row > 0) + result[2]
    show("change LRX2 df p", total, df, stats.chi2.sf(total, df))


def wampold(name, counts, possible):
    rows, n = counts.sum(1), counts.sum() + 1
    for i, j in [(1, 2), (2, 1), (3, 1)]:
        blocked = rows[possible[i] == 0].sum()
        e = rows[i] * rows[j] / (n - blocked)
        kappa = (counts[i, j] - e) / (min(rows[i], rows[j]) - e)
        if kappa < 0:
            kappa = (counts[i, j] - e) / e
        var = rows[i] * rows[j] * (n - rows[j]) * (n - rows[i]) / (n**2 * (n - 1))
        show(f"{name} kappa z {i},{j}", kappa, (counts[i, j] - e) / math.sqrt(var))


def dominance():
    """Mean and variance over all orders of a short sequence, instead of the formulas."""
    orders = set(itertools.permutations("iiijjxxx"))
    sums, differences = [], []
    for order in orders:
        pairs = list(zip(order, order[1:]))
        sums.append(pairs.count(("i", "j")) + pairs.count(("j", "i")))
        differences.append(pairs.count(("i", "j")) - pairs.count(("j", "i")))
    show("i 3, j 2, n 8: E sum, sd sum, sd difference", np.mean(sums), np.std(sums), np.std(differences))


def session_cut():
    """Gaps at the quantiles of two log-normal populations; the likelihood maximized by Nelder and Mead."""
    within = np.exp(stats.norm.ppf((np.arange(60) + 0.5) / 60, 4, 1.2))
    between = np.exp(stats.norm.ppf((np.arange(20) + 0.5) / 20, 10, 1.0))
    x = np.log(np.concatenate([within, between]))

    def loss(t):
        share = special.expit(t[0])
        return -np.log(share * stats.norm.pdf(x, t[1], np.exp(t[2])) +
                       (1 - share) * stats.norm.pdf(x, t[3], np.exp(t[4]))).sum()

    t = np.array([1.0, 4, 0, 10, 0])
    for _ in range(8):
        t = optimize.minimize(loss, t, method="Nelder-Mead",
                              options=dict(xatol=1e-13, fatol=1e-13, maxiter=100000, maxfev=100000)).x
    share, (m1, s1, m2, s2) = special.expit(t[0]), (t[1], np.exp(t[2]), t[3], np.exp(t[4]))
    cut = optimize.brentq(lambda v: share * stats.norm.pdf(v, m1, s1) - (1 - share) * stats.norm.pdf(v, m2, s2), m1, m2)
    show("session cut, share, means, sds", np.exp(cut), share, m1, m2, s1, s2)


def burst():
    x = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5.0])
    r, m = x.std() / x.mean(), len(x)
    show("B", (r - 1) / (r + 1))
    show("A", (math.sqrt(m + 1) * r - math.sqrt(m - 1)) / ((math.sqrt(m + 1) - 2) * r + math.sqrt(m - 1)))
    show("M", stats.pearsonr(x[:-1], x[1:])[0])


def validity():
    tn, fp, fn, tp = 940, 12, 8, 40
    truth, coded = np.repeat([0, 0, 1, 1], [tn, fp, fn, tp]), np.repeat([0, 1, 0, 1], [tn, fp, fn, tp])
    show("mcc (Pearson r)", np.corrcoef(truth, coded)[0, 1])
    table = np.array([[20, 5, 1], [3, 30, 4], [2, 6, 9]])
    p, q, o = table.sum(1) / 80, table.sum(0) / 80, np.trace(table) / 80
    pi = (p + q) / 2
    chance = (pi * (1 - pi)).sum() / 2
    show("kappa, ac1", (o - p @ q) / (1 - p @ q), (o - chance) / (1 - chance))
    resampled()


def resampled():
    rng = np.random.default_rng(1)

    def limits(blocks, figure, draws):
        drawn = np.array([figure([blocks[k] for k in rng.integers(0, len(blocks), len(blocks))]) for _ in range(draws)])
        return np.percentile(drawn[~np.isnan(drawn)], [2.5, 97.5])

    def alpha(blocks):
        together = np.zeros((2, 2))
        for unit in np.vstack(blocks):
            unit = unit[unit >= 0]
            pairs = [(a, b) for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j]
            for a, b in pairs:
                together[a, b] += 1 / (len(unit) - 1)
        each, n = together.sum(1), together.sum()
        return 1 - (n - 1) * (together[0, 1] + together[1, 0]) / (n * n - (each ** 2).sum())

    codes = np.array([[((u % 5 == 0) ^ ((u * 3 + c * 7) % 11 == 0)) * 1 if (u * 3 + c) % 7 else -1 for c in range(3)]
                      for u in range(40)])
    units, groups = [codes[u:u + 1] for u in range(40)], [codes[u:u + 4] for u in range(0, 40, 4)]
    show("coder alpha, by unit, by group", alpha(units), *limits(units, alpha, 8000), *limits(groups, alpha, 8000))

    def precision(blocks, rho=None):
        tn, fp, fn, tp = np.sum(blocks, 0)
        rho = (tp + fn) / (tn + fp + fn + tp) if rho is None else rho
        return rho * tp / (tp + fn) / (rho * tp / (tp + fn) + (1 - rho) * fp / (tn + fp))

    dyads = np.array([[30, 1, 2, 8], [50, 0, 1, 3], [20, 3, 0, 9], [40, 2, 2, 6], [35, 1, 0, 12], [60, 4, 1, 5]])
    show("adjusted precision, own prevalence", precision(dyads), *limits(dyads, precision, 40000))
    show("at .01", precision(dyads, .01), *limits(dyads, lambda b: precision(b, .01), 40000))


if __name__ == "__main__":
    for part in (distributions, intervals, survival, turnbull, contingency, phi, mantel_haenszel, permutation, trend,
                 sequence, dominance, session_cut, burst, validity):
        print(f"# {part.__name__}")
        part()
