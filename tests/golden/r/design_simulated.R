# Designs simulated in R, for tests/test_outcomes_design_simulated.py.
# Run: Rscript design_simulated.R > design_simulated.json   (about six minutes)
suppressMessages(library(jsonlite))
set.seed(20261123)
TIMES <- 15000

tests <- list(
  change = function(b, a, g) { t <- t.test(a - b); c(t$estimate, t$stderr, t$p.value) },
  lottery = function(b, a, g) { t <- t.test(a[g], a[!g]); c(t$estimate[1] - t$estimate[2], t$stderr, t$p.value) },
  gain = function(b, a, g) { d <- a - b; t <- t.test(d[g], d[!g]); c(t$estimate[1] - t$estimate[2], t$stderr, t$p.value) },
  ancova = function(b, a, g) summary(lm(a ~ as.numeric(g) + b))$coefficients[2, c(1, 2, 4)]
)

one <- function(w, effect) {
  site <- (seq_len(w$pairs) - 1) %% w$sites + 1
  share <- c(w$rs, if (w$people == 2) w$rp - w$rs else 0)
  share <- c(share, 1 - sum(share))
  layer <- function() {
    s <- rnorm(w$sites)[site]; p <- rnorm(w$pairs)
    sqrt(share[1]) * s + sqrt(share[2]) * p + sqrt(share[3]) * matrix(rnorm(w$pairs * w$people), w$pairs)
  }
  stays <- layer()
  true <- lapply(seq_len(w$waves), function(i) sqrt(w$stab) * stays + sqrt(1 - w$stab) * layer())
  treated <- rep(TRUE, w$pairs)
  if (w$analysis != "change") {
    if (w$unit == "sites") {
      treated <- site %in% sample(w$sites, ceiling(w$sites / 2))
    } else for (s in unique(site)) {
      of <- which(site == s)
      treated[of] <- sample(rep(c(TRUE, FALSE), length.out = length(of)))
    }
  }
  y <- lapply(seq_len(w$waves), function(i) {
    v <- sqrt(w$rel) * true[[i]] + sqrt(1 - w$rel) * matrix(rnorm(w$pairs * w$people), w$pairs)
    if (i > 1) v <- v + effect * treated
    if (w$ceiling > 0) v <- pmin(v, qnorm(1 - w$ceiling))
    rowMeans(matrix(v, w$pairs))
  })
  last <- rep(w$waves, w$pairs)  # the last wave that is answered
  if (w$lost > 0) {
    gain <- rowMeans(true[[w$waves]] - true[[1]])
    gain <- gain / sqrt(2 * (1 - w$stab) * (share[1] + share[2] + share[3] / w$people))
    gone <- w$stay * gain + sqrt(1 - w$stay^2) * rnorm(w$pairs) < qnorm(w$lost)
    last[gone] <- sample(w$waves - 1, sum(gone), replace = TRUE)
  }
  after <- sapply(seq_len(w$pairs), function(i)
    if (last[i] > 1) mean(sapply(2:last[i], function(k) y[[k]][i])) else NA)
  fine <- !is.na(after)
  b <- y[[1]][fine]; a <- after[fine]; g <- treated[fine]
  if (w$unit == "sites") {
    b <- tapply(b, site[fine], mean); a <- tapply(a, site[fine], mean)
    g <- tapply(g, site[fine], function(x) x[1])
  }
  tests[[w$analysis]](b, a, g)
}

worlds <- list(
  pilot = list(pairs = 20, sites = 1, waves = 2, people = 1, rel = .8, stab = .6, rp = 0, rs = 0,
    lost = .2, stay = 0, ceiling = 0, analysis = "change", unit = "pairs", effect = .5),
  hard = list(pairs = 40, sites = 5, waves = 4, people = 2, rel = .7, stab = .5, rp = .4, rs = .1,
    lost = .4, stay = .7, ceiling = .3, analysis = "change", unit = "pairs", effect = .3),
  by_sites = list(pairs = 60, sites = 12, waves = 2, people = 1, rel = .8, stab = .7, rp = 0, rs = .2,
    lost = .1, stay = 0, ceiling = .1, analysis = "gain", unit = "sites", effect = .6),
  ancova = list(pairs = 50, sites = 3, waves = 3, people = 1, rel = .9, stab = .7, rp = 0, rs = .1,
    lost = .3, stay = -.5, ceiling = 0, analysis = "ancova", unit = "pairs", effect = .4),
  lottery = list(pairs = 51, sites = 2, waves = 2, people = 2, rel = .6, stab = .9, rp = .5, rs = .2,
    lost = 0, stay = 0, ceiling = .5, analysis = "lottery", unit = "pairs", effect = .5)
)
run <- function(w) {
  with <- replicate(TIMES, one(w, w$effect)); without <- replicate(TIMES, one(w, 0))
  list(world = w, power = mean(with[3, ] <= .05), false_alarms = mean(without[3, ] <= .05),
    mean_estimate = mean(with[1, ]), spread = sd(with[1, ]), mean_se = mean(with[2, ]),
    exaggeration = mean(abs(with[1, with[3, ] <= .05])) / w$effect)
}

# One small cohort with gaps, to compare number by number.
b <- c(1.2, -.3, .8, NA, 2.1, .4, -1.0, .9, 1.5, -.6); a <- c(1.9, .1, .7, 1.0, 2.6, NA, -.2, 1.3, 1.4, .5)
g <- c(TRUE, FALSE, TRUE, FALSE, TRUE, TRUE, FALSE, FALSE, TRUE, FALSE)
fine <- !is.na(a) & !is.na(b)
small <- lapply(tests, function(f) unname(f(b[fine], a[fine], g[fine])))

cat(toJSON(list(made_with = R.version.string, times = TIMES, small = small, worlds = lapply(worlds, run)),
  digits = 12, auto_unbox = TRUE, pretty = TRUE), "\n")
