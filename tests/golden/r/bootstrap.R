# Reference numbers for rmkit's bootstrap intervals. Run: Rscript bootstrap.R > bootstrap.json
# Made-up levels from 1 to 5 with ties; 60,000 resamples, so that chance moves an end by about 0.005.
suppressMessages({library(boot); library(jsonlite)})
set.seed(939)
before <- sample(1:5, 40, TRUE, c(3, 4, 3, 2, 1))
after <- pmin(5, pmax(1, before + sample(-1:3, 40, TRUE, c(1, 3, 4, 2, 1))))
d <- cbind(before, after)
ends <- function(f, types) {
  b <- boot(d, f, R = 60000)
  ci <- boot.ci(b, type = types)
  list(value = b$t0[1], percent = ci$percent[4:5], bca = ci$bca[4:5], student = ci$student[4:5])
}
mean_change <- function(x, i) { c <- x[i, 2] - x[i, 1]; c(mean(c), var(c) / length(c)) }
d_z <- function(x, i) { c <- x[i, 2] - x[i, 1]; mean(c) / sd(c) }
correlation <- function(x, i) cor(x[i, 1], x[i, 2])
d_av <- function(x, i) (mean(x[i, 2]) - mean(x[i, 1])) / ((sd(x[i, 1]) + sd(x[i, 2])) / 2)
answer <- list(
  made_with = list(r = R.version.string, boot = as.character(packageVersion("boot"))),
  data = list(before = before, after = after),
  mean_change = ends(mean_change, c("perc", "bca", "stud")),
  d_z = ends(d_z, c("perc", "bca")), d_av = ends(d_av, c("perc", "bca")),
  correlation = ends(correlation, c("perc", "bca")))
cat(toJSON(answer, digits = 10, auto_unbox = TRUE, null = "null"), "\n")
