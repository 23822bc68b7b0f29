//! The allow list of origins.

use super::{Store, StoreError};
use crate::origin::Origin;

impl Store {
    /// The list in alphabetical order.
    ///
    /// # Errors
    /// When the database fails.
    #[tracing::instrument(name = "db.origin.list", skip_all)]
    pub async fn origins(&self) -> Result<Vec<Origin>, StoreError> {
        let texts: Vec<String> = sqlx::query_scalar("SELECT origin FROM allowed_origin ORDER BY origin")
            .fetch_all(&self.pool)
            .await?;
        // What was valid when it was stored and no longer is must not be allowed any more.
        Ok(texts.iter().filter_map(|text| Origin::parse(text).ok()).collect())
    }

    /// Adds an origin. One that is listed already stays.
    ///
    /// # Errors
    /// When the database fails.
    #[tracing::instrument(name = "db.origin.add", skip_all)]
    pub async fn add_origin(&self, origin: &Origin) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO allowed_origin (origin) VALUES (?1) ON CONFLICT DO NOTHING")
            .bind(origin.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Removes an origin. Answers whether it was listed.
    ///
    /// # Errors
    /// When the database fails.
    #[tracing::instrument(name = "db.origin.remove", skip_all)]
    pub async fn remove_origin(&self, origin: &Origin) -> Result<bool, StoreError> {
        let removed = sqlx::query("DELETE FROM allowed_origin WHERE origin = ?1")
            .bind(origin.as_str())
            .execute(&self.pool)
            .await?;
        Ok(removed.rows_affected() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::scratch;

    #[tokio::test]
    async fn origins_are_added_once_and_removed() {
        let (store, _folder) = scratch().await;
        let desk = Origin::parse("https://desk.example.com").unwrap();
        let local = Origin::parse("http://localhost:3000").unwrap();
        for origin in [&desk, &local, &desk] {
            store.add_origin(origin).await.unwrap();
        }
        assert_eq!(store.origins().await.unwrap(), [local.clone(), desk.clone()]);
        assert!(store.remove_origin(&desk).await.unwrap());
        assert!(!store.remove_origin(&desk).await.unwrap());
        assert_eq!(store.origins().await.unwrap(), [local]);
    }
}
