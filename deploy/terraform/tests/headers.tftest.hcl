# Every header of the manifest reaches every answer, and no other that speaks of the page.

mock_provider "aws" {}
mock_provider "aws" {
  alias = "global"
}

variables {
  name     = "streamdesk-test"
  region   = "eu-central-1"
  manifest = "tests/manifest.json"
}

run "headers_are_those_of_the_manifest" {
  command = plan

  assert {
    condition = (
      aws_cloudfront_response_headers_policy.page.security_headers_config[0].content_security_policy[0].content_security_policy
      == jsondecode(file(var.manifest)).headers["content-security-policy"]
    )
    error_message = "The policy is not that of the manifest."
  }

  assert {
    condition = merge(
      { for item in aws_cloudfront_response_headers_policy.page.custom_headers_config[0].items : item.header => item.value },
      {
        "content-security-policy" = aws_cloudfront_response_headers_policy.page.security_headers_config[0].content_security_policy[0].content_security_policy
        "referrer-policy"         = aws_cloudfront_response_headers_policy.page.security_headers_config[0].referrer_policy[0].referrer_policy
        # CloudFront's setting has this one value.
        "x-content-type-options" = aws_cloudfront_response_headers_policy.page.security_headers_config[0].content_type_options[0].override ? "nosniff" : ""
      },
      ) == {
      for name, value in jsondecode(file(var.manifest)).headers : name => value if name != "strict-transport-security"
    }
    error_message = "What CloudFront says with every answer is not what the manifest says."
  }

  assert {
    condition     = aws_cloudfront_response_headers_policy.page.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec >= 31536000
    error_message = "A browser that was here once does not insist on TLS."
  }
}

run "a_manifest_that_is_none_is_refused" {
  command = plan

  variables {
    manifest = "tests/headers.tftest.hcl"
  }

  expect_failures = [var.manifest]
}
