# Whoever uploads: these files, the one invalidation, and nothing else.

locals {
  deployer = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "SeesWhatIsThere"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = aws_s3_bucket.site.arn
      },
      {
        Sid      = "UploadsAndClearsAway"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:DeleteObject"]
        Resource = "${aws_s3_bucket.site.arn}/*"
      },
      {
        Sid      = "ReadsWhatWasDeployedBefore"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${aws_s3_bucket.site.arn}/.streamdesk/*"
      },
      {
        Sid      = "Invalidates"
        Effect   = "Allow"
        Action   = "cloudfront:CreateInvalidation"
        Resource = aws_cloudfront_distribution.site.arn
      },
    ]
  })
}

resource "aws_iam_policy" "deployer" {
  name        = "${var.name}-deployer"
  description = "Uploads the Streamdesk page"
  policy      = local.deployer
}

resource "aws_iam_role" "github" {
  count       = var.github == null ? 0 : 1
  name        = "${var.name}-github"
  description = "The workflows of ${var.github.repository} in ${var.github.environment}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = var.github.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      # The whole subject, exactly: a pattern would let other branches and forks in.
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:${var.github.repository}:environment:${var.github.environment}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "github" {
  count      = var.github == null ? 0 : 1
  role       = aws_iam_role.github[0].name
  policy_arn = aws_iam_policy.deployer.arn
}
