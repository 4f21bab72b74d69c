# Reference numbers for rmkit's analyses of missing answers. Run: Rscript missing.R > missing.json
# Made-up answers from 1 to 5 at two waves (many ties), and a few numbers, with holes.
suppressMessages({library(mice); library(lavaan); library(jsonlite)})
options(digits = 15)
set.seed(4711)
n <- 80
skill <- rnorm(n)
level <- function(x) pmin(pmax(round(3 + x), 1), 5)
d <- data.frame(before = level(skill + rnorm(n, 0, .6)), after = level(.5 + .8 * skill + rnorm(n, 0, .6)),
                trust = level(.5 * skill + rnorm(n)), age = round(rnorm(n, 41, 9)))
d$after[runif(n) < plogis(-1.4 - .8 * (d$before - 3))] <- NA
d$trust[sample(n, 12)] <- NA
d$age[sample(n, 5)] <- NA
little <- function(x) {
  x <- x[rowSums(!is.na(x)) > 0, ]
  fit <- lavCor(x, missing = "ml", output = "fit", estimator = "ML", control = list(rel.tol = 1e-14),
                se = "none")
  mu <- lavInspect(fit, "mean.ov"); s <- lavInspect(fit, "cov.ov")
  key <- apply(!is.na(x), 1, paste, collapse = " ")
  chisq <- 0; df <- -ncol(x)
  for (k in unique(key)) {
    rows <- x[key == k, , drop = FALSE]; seen <- !is.na(unlist(rows[1, ]))
    off <- colMeans(rows[, seen, drop = FALSE]) - mu[seen]
    chisq <- chisq + nrow(rows) * drop(t(off) %*% solve(s[seen, seen, drop = FALSE]) %*% off)
    df <- df + sum(seen)
  }
  list(chisq = chisq, df = df, p = pchisq(chisq, df, lower.tail = FALSE), patterns = length(unique(key)),
       means = as.list(mu), sd = as.list(sqrt(diag(s))))
}
pooled <- function(fit) {
  p <- summary(pool(fit), type = "all", conf.int = TRUE)
  cols <- c("estimate", "std.error", "statistic", "df", "p.value", "2.5 %", "97.5 %", "riv", "lambda", "fmi",
            "ubar", "b", "t")
  rownames(p) <- p$term; p[, cols]
}
imp <- mice(d, m = 10, method = "pmm", seed = 12, printFlag = FALSE, maxit = 10)
long <- complete(imp, "long")
fits <- lapply(1:10, function(i) lm(after ~ before + age, long[long$.imp == i, ]))
many <- mice(d, m = 400, method = "pmm", seed = 13, printFlag = FALSE, maxit = 10)
one <- pooled(with(many, lm(after ~ 1)))
reg <- pooled(with(many, lm(after ~ before + trust)))
left <- is.na(d$after)
dept <- ifelse(d$age > 41, "older", "younger"); dept[is.na(dept)] <- NA
smd <- function(x) {
  a <- x[left & !is.na(x)]; b <- x[!left & !is.na(x)]
  g <- (mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)
  list(n_left = length(a), n_stayed = length(b), mean_left = mean(a), mean_stayed = mean(b), sd_left = sd(a),
       sd_stayed = sd(b), smd = g)
}
share <- function(x) {
  a <- mean(x[left & !is.na(x)]); b <- mean(x[!left & !is.na(x)])
  (a - b) / sqrt((a * (1 - a) + b * (1 - b)) / 2)
}
w <- prop.test(sum(left), n, correct = FALSE)
out <- list(
  made_with = paste(R.version.string, "mice", packageVersion("mice"), "lavaan", packageVersion("lavaan")),
  data = d, little_all = little(d), little_levels = little(d[c("before", "after", "trust")]),
  fits = lapply(fits, function(f) list(estimate = as.list(coef(f)), se = as.list(sqrt(diag(vcov(f)))))),
  pool = pooled(as.mira(fits)), many_mean = one, many_reg = reg,
  attrition = list(before = smd(d$before), trust = smd(d$trust), age = smd(d$age), older = share(dept == "older"),
                   rate = mean(left), low = w$conf.int[1], high = w$conf.int[2])
)
cat(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null"), "\n")
