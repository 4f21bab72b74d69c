# Reference numbers for rmkit's analyses of pairs. Run: Rscript pairs.R > pairs.json
# Made-up pairs with answers from 1 to 5 (ties), partners who differ more than strangers do, missing
# values; mentors with several mentees; partners who changed; ordered answers of the same people.
suppressMessages({library(nlme); library(lme4); library(lmerTest); library(ordinal); library(jsonlite)})
set.seed(19)
say <- function(s) as.list(s)
n <- 40
x <- matrix(sample(1:5, 2 * n, TRUE), n); u <- rnorm(n)
raw <- 1.5 + 0.35 * x + 0.15 * x[, 2:1] + cbind(u, -u) * 0.8 + matrix(rnorm(2 * n), n) * 0.6
y <- pmin(5, pmax(1, round(raw)))
d <- data.frame(pair = rep(1:n, each = 2), role = rep(c("mentor", "mentee"), n), y = c(t(y)), x = c(t(x)))
d$y[c(3, 18)] <- NA; d$x[30] <- NA
d <- d[-c(50, 61), ]
full <- d; full$partner <- ave(seq_len(nrow(d)), d$pair, FUN = function(i) if (length(i) == 2) rev(i) else NA)
full$px <- full$x[full$partner]
ok <- ave(as.integer(complete.cases(full)), full$pair, FUN = min) == 1
k <- full[ok, ]; k$role <- factor(k$role, c("mentor", "mentee"))
k$z <- ifelse(k$role == "mentor", 1, -1)
cs <- function(m, f = y ~ x + px) gls(f, k, correlation = corCompSymm(form = ~1 | pair), method = m)
two <- function(m) gls(y ~ 0 + role + role:x + role:px, k, correlation = corCompSymm(form = ~1 | pair),
  weights = varIdent(form = ~1 | role), method = m)
one <- function(f) { s <- summary(f)$tTable
  list(b = unname(s[, 1]), se = unname(s[, 2]), rho = unname(coef(f$modelStruct$corStruct, FALSE)),
    sd = f$sigma, logLik = as.numeric(logLik(f))) }
a <- anova(cs("ML"), two("ML"))
inter <- gls(y ~ (x + px) * z, k, correlation = corCompSymm(form = ~1 | pair), weights = varIdent(form = ~1 | role))
apim <- list(n = nrow(k) / 2, indist = one(cs("REML")), dist = one(two("REML")), ml = one(cs("ML")),
  chi2 = a$L.Ratio[2], p = a$`p-value`[2], inter = unname(coef(inter)), inter_se = unname(summary(inter)$tTable[, 2]))
w <- matrix(k$y, 2); m <- colMeans(w); np <- ncol(w)
msb <- 2 * var(m); msw <- sum((w[1, ] - w[2, ])^2) / 2 / np; Fv <- msb / msw
Fl <- Fv / qf(.975, np - 1, np); Fu <- Fv * qf(.975, np, np - 1)
ct <- cor.test(w[1, ], w[2, ])
icc <- list(anova = (msb - msw) / (msb + msw), low = (Fl - 1) / (Fl + 1), high = (Fu - 1) / (Fu + 1), F = Fv,
  p = 2 * min(pf(Fv, np - 1, np), pf(Fv, np - 1, np, lower.tail = FALSE)),
  pairwise = cor(c(w[1, ], w[2, ]), c(w[2, ], w[1, ])), r = unname(ct$estimate), r_low = ct$conf.int[1],
  r_high = ct$conf.int[2], t = unname(ct$statistic), r_p = ct$p.value)
# many to one: unbalanced, also negative
mk <- function(sign) { g <- rep(1:12, times = c(1, 2, 3, 4, 2, 3, 5, 1, 2, 3, 4, 2)); xx <- sample(1:5, length(g), TRUE)
  e <- rnorm(length(g)); if (sign < 0) e <- e - 0.8 * ave(e, g) else e <- e + rnorm(12)[g]
  data.frame(mentor = g, x = xx, y = pmin(5, pmax(1, round(2 + 0.4 * xx + e)))) }
pos <- mk(1); neg <- mk(-1)
many <- function(q) { f <- gls(y ~ x, q, correlation = corCompSymm(value = 0.01, form = ~1 | mentor))
  f0 <- gls(y ~ x, q); c(one(f), lr = 2 * as.numeric(logLik(f) - logLik(f0))) }
lm1 <- lmer(y ~ x + (1 | mentor), pos)
many_df <- unname(summary(lm1)$coefficients[, "df"])
# crossed
cr <- expand.grid(mentor = paste0("M", 1:10), mentee = paste0("e", 1:12)); cr <- cr[sort(sample(nrow(cr), 60)), ]
cr$x <- sample(1:5, 60, TRUE)
cr$y <- round(3 + .3 * cr$x + rnorm(10)[as.integer(cr$mentor)] + rnorm(12, 0, .8)[as.integer(cr$mentee)] + rnorm(60, 0, .7))
cr$y[7] <- NA
lmm <- function(f) { s <- summary(f)$coefficients; v <- as.data.frame(VarCorr(f))
  list(b = unname(s[, 1]), se = unname(s[, 2]), df = unname(s[, 3]), t = unname(s[, 4]), p = unname(s[, 5]),
    sd = v$sdcor[is.na(v$var2)], logLik = as.numeric(logLik(f))) }
crossed <- lmm(lmer(y ~ x + (1 | mentor) + (1 | mentee), cr))
# nested, slopes, dropout
p <- 30; lg <- expand.grid(wave = 0:3, person = 1:p); lg$site <- (lg$person - 1) %% 6
lg$y <- round(3 + .4 * lg$wave + rnorm(6)[lg$site + 1] + rnorm(p)[lg$person] + rnorm(p, 0, .4)[lg$person] * lg$wave + rnorm(4 * p, 0, .6))
lg$y[lg$wave >= 2 & lg$person %% 4 == 0] <- NA
nested <- lmm(lmer(y ~ wave + (1 | person) + (1 | site), lg))
nested_ml <- lmm(lmer(y ~ wave + (1 | person) + (1 | site), lg, REML = FALSE))
slopes <- lmm(lmer(y ~ wave + (wave | person), lg))
# ordered
od <- lg[!is.na(lg$y), ]; od$r <- pmin(5, pmax(1, od$y)); od$early <- as.integer(od$person <= 15); od$f <- factor(od$r)
cm <- clm(f ~ wave + early, data = od); nt <- nominal_test(cm)
ord <- function(f) list(b = unname(coef(f)), se = unname(sqrt(diag(vcov(f)))[seq_along(coef(f))]), logLik = as.numeric(logLik(f)))
c1 <- clmm(f ~ wave + early + (1 | person), data = od); c10 <- clmm(f ~ wave + early + (1 | person), data = od, nAGQ = 15)
ordinal <- list(clm = ord(cm), lrt = nt$LRT[2:3], lrt_p = nt$`Pr(>Chi)`[2:3], laplace = c(ord(c1), sd = unname(sqrt(unlist(VarCorr(c1))))),
  agq = c(ord(c10), sd = unname(sqrt(unlist(VarCorr(c10))))))
# score
sc <- c(4, 7, 7, 5, 9, 6, 8, 3); oc <- c(3, 4, 5, 2, 5, 3, 3, 2)
perms <- function(v) if (length(v) < 2) list(v) else do.call(c, lapply(seq_along(v), function(i) lapply(perms(v[-i]), function(q) c(v[i], q))))
rx <- rank(sc); ry <- rank(oc); obs <- cor(rx, ry); all <- sapply(perms(1:8), function(i) cor(rx, ry[i]))
s <- summary(lm(oc ~ sc)); ci <- confint(lm(oc ~ sc))
score <- list(score = sc, outcome = oc, slope = s$coefficients[2, 1], se = s$coefficients[2, 2], p = s$coefficients[2, 4], low = ci[2, 1], high = ci[2, 2],
  rho = obs, rho_p = mean(abs(all) >= abs(obs) - 1e-9), r = cor(sc, oc))
cat(toJSON(list(made_with = list(R = R.version.string, nlme = as.character(packageVersion("nlme")), lme4 = as.character(packageVersion("lme4")),
  lmerTest = as.character(packageVersion("lmerTest")), ordinal = as.character(packageVersion("ordinal"))),
  pairs = d, apim = apim, icc = icc, pos = pos, neg = neg, many_pos = many(pos), many_neg = many(neg), many_df = many_df,
  crossed_data = cr, crossed = crossed, long = lg, nested = nested, nested_ml = nested_ml, slopes = slopes,
  ordered = od[c("person", "wave", "early", "r")], ordinal = ordinal, score = score), digits = 12, auto_unbox = TRUE, dataframe = "columns", na = "null"))
