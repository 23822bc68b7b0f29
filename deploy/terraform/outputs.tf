output "bucket" {
  description = "BUCKET for `make deploy-static`."
  value       = aws_s3_bucket.site.bucket
}

output "distribution" {
  description = "DISTRIBUTION for `make deploy-static`."
  value       = aws_cloudfront_distribution.site.id
}

output "origin" {
  description = "The page's origin, for the instance's approved origins, and for the allow list of the server that takes the records."
  value       = "https://${var.domain == null ? aws_cloudfront_distribution.site.domain_name : var.domain.name}"
}

output "deployer_policy" {
  description = "What may upload. Attach it to whoever does."
  value       = aws_iam_policy.deployer.arn
}

output "github_role" {
  description = "The role for GitHub's workflows; none without `github`."
  value       = one(aws_iam_role.github[*].arn)
}
