//! Applications of Amazon Connect beside the CCP: Customer Profiles, Wisdom, Cases, step-by-step guides ("custom
//! views") and others' (`connect.agentApp`).

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Element;

use crate::{
    AppOptions, AppRegistryOptions, CcpOptions, Contact, StreamsError,
    api::{Target, api, object, part, set_option, to_js},
    core::{CcpExtensions, initial},
};

fn agent_app() -> Result<Target, StreamsError> {
    part(api!("agentApp"))
}

fn registry() -> Result<Target, StreamsError> {
    let registry = agent_app()?.property(api!("AgentApp.AppRegistry"))?;
    if registry.is_object() {
        Ok(Target(registry))
    } else {
        Err(StreamsError::Lacks { call: "AgentApp.AppRegistry" })
    }
}

/// For which contact a custom view is shown (`customViewsParams.contact`).
#[derive(Clone, Debug, PartialEq)]
pub enum ViewedFor {
    /// The view ends with this contact.
    Contact(Contact),
    /// The view stays until [`crate::core::terminate_custom_view`].
    ContactId(String),
}

/// Embeds the CCP, by its other name (`agentApp.initCCP`).
///
/// # Errors
/// Those of [`crate::core::init_ccp`].
pub fn init_ccp(container: &Element, options: &CcpOptions) -> Result<(), StreamsError> {
    let parameters = initial(options, &CcpExtensions::default());
    agent_app()?.call(api!("AgentApp.initCCP"), &[container.into(), parameters]).map(drop)
}

/// Starts an application in the element `container_id` (`agentApp.initApp`): `ccp`, `customer-profiles`, `wisdom-v2`,
/// `customviews`, or one of your own. A custom view can be shown for a contact.
///
/// # Errors
/// [`StreamsError::Threw`] when there is no such element, or the application runs already.
pub fn init_app(
    name: &str,
    container_id: &str,
    url: &str,
    options: &AppOptions,
    for_contact: Option<&ViewedFor>,
) -> Result<(), StreamsError> {
    let parameters = to_js(options);
    if let Some(viewed) = for_contact {
        let view = Target(parameters.clone()).property(api!("AppOptions.customViewsParams"))?;
        let view = if view.is_object() { view } else { object() };
        let contact = match viewed {
            ViewedFor::Contact(contact) => contact.0.0.clone(),
            ViewedFor::ContactId(contact_id) => contact_id.into(),
        };
        set_option(&view, api!("OptionalCustomViewsOptions.contact"), &contact);
        set_option(&parameters, api!("AppOptions.customViewsParams"), &view);
    }
    let arguments = [name.into(), container_id.into(), url.into(), parameters];
    agent_app()?.call(api!("AgentApp.initApp"), &arguments).map(drop)
}

/// Passes the CCP's events on to an application's frame (`agentApp.initAppCommunication`); [`init_app`] does it.
///
/// # Errors
/// [`StreamsError::NotInitialised`] when there is no such frame.
pub fn init_app_communication(frame_id: &str, url: &str) -> Result<(), StreamsError> {
    agent_app()?.call(api!("AgentApp.initAppCommunication"), &[frame_id.into(), url.into()]).map(drop)
}

/// Ends an application and takes its frame away (`agentApp.stopApp`). `ccp` signs the agent out at the instance.
///
/// # Errors
/// [`StreamsError::Threw`] when it has no frame.
pub fn stop_app(name: &str) -> Result<(), StreamsError> {
    agent_app()?.call(api!("AgentApp.stopApp"), &[name.into()]).map(drop)
}

/// Where an application of your own is to run (`AppData`), as the library hands it to its maker.
#[derive(Clone, Debug, PartialEq)]
pub struct AppPlace {
    /// The element in which its frame is.
    pub container: Element,
    /// Its address.
    pub endpoint: String,
    /// The style of its frame, if it was given one.
    pub style: Option<String>,
    /// Whether it ran there before.
    pub has_instance: bool,
}

/// An application of your own.
pub trait App {
    /// Its frame is there (`AppMethods.init`).
    fn init(&self);
    /// It is over (`AppMethods.destroy`).
    fn destroy(&self);
}

/// An application of your own in the library's registry. Dropping this stops it.
#[must_use = "dropping it stops the application"]
pub struct RegisteredApp {
    name: String,
    _maker: Closure<dyn Fn(JsValue) -> JsValue>,
}

impl std::fmt::Debug for RegisteredApp {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RegisteredApp").field("name", &self.name).finish_non_exhaustive()
    }
}

impl RegisteredApp {
    /// Registers an application (`AppRegistry.register`), starts it with what `make` makes (`AppRegistry.start`), and
    /// stops it when dropped (`AppRegistry.stop`).
    ///
    /// # Errors
    /// [`StreamsError::Lacks`] with a library of another version; [`StreamsError::Threw`] when it cannot be started.
    pub fn start<A: App + 'static>(
        name: &str,
        options: &AppRegistryOptions,
        container: &Element,
        make: impl Fn(AppPlace) -> A + 'static,
    ) -> Result<Self, StreamsError> {
        let registry = registry()?;
        registry.call(api!("AppRegistry.register"), &[name.into(), to_js(options), container.into()])?;
        let maker: Closure<dyn Fn(JsValue) -> JsValue> =
            Closure::new(move |data| methods(place(data).map(&make)));
        let function: &Function = maker.as_ref().unchecked_ref();
        registry.call(api!("AppRegistry.start"), &[name.into(), function.into()])?;
        Ok(Self { name: name.to_owned(), _maker: maker })
    }
}

impl Drop for RegisteredApp {
    fn drop(&mut self) {
        // Without a frame there is nothing to stop.
        let _ = registry()
            .and_then(|registry| registry.call(api!("AppRegistry.stop"), &[self.name.as_str().into()]));
    }
}

fn place(data: JsValue) -> Option<AppPlace> {
    let data = Target(data);
    Some(AppPlace {
        container: data.property(api!("AppData.containerDOM")).ok()?.dyn_into().ok()?,
        endpoint: data.get(api!("AppData.endpoint")).ok()?,
        style: data.get(api!("AppData.style")).ok()?,
        has_instance: data.property(api!("AppData.instance")).ok()?.is_object(),
    })
}

/// The functions that the library calls, each at most once in the life of an application.
fn methods(app: Option<impl App + 'static>) -> JsValue {
    let app = std::rc::Rc::new(app);
    let (begun, methods) = (std::rc::Rc::clone(&app), object());
    let init = Closure::once_into_js(move || begun.iter().for_each(App::init));
    let destroy = Closure::once_into_js(move || app.iter().for_each(App::destroy));
    set_option(&methods, api!("AppMethods.init"), &init);
    set_option(&methods, api!("AppMethods.destroy"), &destroy);
    methods
}
