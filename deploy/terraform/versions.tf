terraform {
  required_version = ">= 1.7.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 6.0.0"
    }
  }
}

provider "aws" {
  region = var.region
}

# CloudFront takes certificates, web ACLs and log deliveries from this region alone.
provider "aws" {
  alias  = "global"
  region = "us-east-1"
}
